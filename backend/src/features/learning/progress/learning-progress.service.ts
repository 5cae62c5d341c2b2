/** A reader's place in the book: what is read and done, and where to go on. */
import type { ChapterProgress, ChapterProgressUpdate, LearningProgress } from '@lectern/contracts';
import { continuePlace, type LearningBook } from '../learning-book.ts';
import type { LearningReader } from '../learning-owner.repository.ts';
import type { LearningServiceDeps } from '../learning-service-deps.ts';
import { readPlaces, readProgress, saveProgress } from './learning-progress.repository.ts';
import { boundSections, emptyProgress, mergeChapter, readUpdate } from './learning-progress.ts';

/** Progress. A reader without an identity (null) has none. */
export type LearningProgressService = ReturnType<typeof createLearningProgressService>;

/** Makes the service. */
export const createLearningProgressService = (deps: LearningServiceDeps) => {
  const { db, owners, openBook, now } = deps;
  return {
    /** Progress in all chapters, or in one, and where to go on over the whole book. */
    read: async (
      readerId: string | null,
      { chapterKey, locale }: { readonly chapterKey?: string | undefined; readonly locale?: string | undefined },
    ): Promise<LearningProgress> => {
      const book = await openBook(locale);
      if (readerId === null) return { chapters: [], continueAt: null, ignored: [] };
      if (chapterKey === undefined) {
        const chapters = await readProgress(db, readerId);
        return { chapters, continueAt: continuePlace(book, chapters), ignored: [] };
      }
      const chapters = await readProgress(db, readerId, [chapterKey]);
      return { chapters, continueAt: continuePlace(book, await readPlaces(db, readerId)), ignored: [] };
    },

    /** Merges what a device sends into what is kept. @returns the chapters that were sent, as they are now. */
    update: async (
      reader: LearningReader,
      updates: readonly ChapterProgressUpdate[],
      locale?: string,
    ): Promise<LearningProgress> => {
      const book = await openBook(locale);
      const moment = now();
      const { sent, ignored } = readUpdates(book, updates, moment);
      if (sent.size === 0) {
        return { chapters: [], continueAt: continuePlace(book, await readPlaces(db, reader.id)), ignored };
      }
      return owners.write(reader, new Date(moment), async (tx) => {
        const kept = await readProgress(tx, reader.id, Array.from(sent.keys()));
        const known = new Map(kept.map((chapter) => [chapter.chapterKey, chapter]));
        const chapters = Array.from(sent.values(), (chapter) => {
          const merged = mergeChapter(known.get(chapter.chapterKey) ?? emptyProgress(chapter.chapterKey), chapter);
          return boundSections(merged, sectionsOf(book, chapter.chapterKey));
        });
        await saveProgress(tx, reader.id, chapters);
        return { chapters, continueAt: continuePlace(book, await readPlaces(tx, reader.id)), ignored };
      });
    },
  };
};

const sectionsOf = (book: LearningBook, chapterKey: string): Set<string> =>
  new Set(book.entry(chapterKey)?.sections.map(({ id }) => id));

/** One state of each chapter that was sent; keys that the book does not have apart. */
const readUpdates = (book: LearningBook, updates: readonly ChapterProgressUpdate[], now: number) => {
  const sent = new Map<string, ChapterProgress>();
  const ignored = new Set<string>();
  for (const update of updates) {
    const { chapterKey } = update;
    if (!book.entry(chapterKey)) {
      ignored.add(chapterKey);
      continue;
    }
    const read = readUpdate(update, sectionsOf(book, chapterKey), now);
    sent.set(chapterKey, mergeChapter(sent.get(chapterKey) ?? emptyProgress(chapterKey), read));
  }
  return { sent, ignored: Array.from(ignored) };
};
