/** What the server keeps of a reader's learning: for the reader's own pages, which ask for it without waiting for a sign. */
import type { Bookmark, LearningOverview, Note } from '@lectern/contracts';
import { useEffect, useState } from 'react';
import type { BookOutline } from '../../client/book-outline.ts';
import { isAbort } from '../../client/client-errors.ts';
import { learningClient, readAll } from './learning-client.ts';
import { siteProgress } from './learning-site.ts';

/** What the server keeps. */
export interface ServerLearning {
  readonly overview: LearningOverview;
  readonly notes: readonly Note[];
  readonly bookmarks: readonly Bookmark[];
}

/** Whether it is there. `failed`: the server couldn't be reached, or there is none. */
export type ServerLearningState =
  | { readonly status: 'loading' | 'failed' }
  | { readonly status: 'ready'; readonly kept: ServerLearning };

/** Places of the book in its order; of one section, as they were made. */
function inBookOrder<T extends Note | Bookmark>(items: readonly T[], { chapters }: BookOutline): T[] {
  const places = chapters.flatMap(({ key, sections }) => sections.map(({ id }) => `${key}#${id}`));
  const order = new Map(places.map((place, index) => [place, index]));
  const chapterOf = (key: string) => order.get(places.find((place) => place.startsWith(`${key}#`)) ?? '');
  const position = ({ anchor, place }: T) =>
    order.get(`${anchor.chapterKey}#${(place ?? anchor).sectionId}`) ?? chapterOf(anchor.chapterKey) ?? order.size;
  return [...items].sort((a, b) => position(a) - position(b) || a.createdAt.localeCompare(b.createdAt));
}

async function readLearning(outline: BookOutline, signal: AbortSignal): Promise<ServerLearning> {
  const client = learningClient();
  // What was read in this browser goes first, so that what comes back has it.
  await siteProgress().flush();
  await siteProgress().recall();
  const [overview, notes, bookmarks] = await Promise.all([
    client.overview({ signal }),
    readAll((cursor) => client.notes({ cursor }, { signal })),
    readAll((cursor) => client.bookmarks({ cursor }, { signal })),
  ]);
  return { overview, notes: inBookOrder(notes, outline), bookmarks: inBookOrder(bookmarks, outline) };
}

/** Reads it once, and again on retry. */
export function useServerLearning(outline: BookOutline): ServerLearningState & { readonly retry: () => void } {
  const [state, setState] = useState<ServerLearningState>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt reads again
  useEffect(() => {
    const end = new AbortController();
    readLearning(outline, end.signal).then(
      (kept) => setState({ status: 'ready', kept }),
      (error: unknown) => {
        if (!isAbort(error)) setState({ status: 'failed' });
      },
    );
    return () => end.abort();
  }, [outline, attempt]);
  return {
    ...state,
    retry: () => {
      setState({ status: 'loading' });
      setAttempt((count) => count + 1);
    },
  };
}
