/** What changed between two versions of the book: pure functions over hashes. */
import type { Chapter } from '@lectern/contracts';
import { digest } from './content-chunking.ts';

/** Counts of one kind of thing in a diff. */
export interface ChangeCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** What an ingest changed. */
export interface IngestChanges {
  readonly chapters: ChangeCounts;
  readonly segments: ChangeCounts;
  readonly chunks: ChangeCounts;
}

/** A chapter by what the index knows it by. */
export interface KnownChapter {
  readonly key: string;
  readonly locale: string;
  readonly contentHash: string;
}

/** No change. */
export const NO_CHANGES: ChangeCounts = { added: 0, changed: 0, removed: 0 };

/** Hash of all that the manifest says of a chapter but its order: a page put in front leaves the others unchanged. */
export const chapterContentHash = ({ order: _order, ...rest }: Chapter): string => digest(rest);

/** One string for a chapter in a locale. */
export const chapterIdentity = (chapter: { readonly key: string; readonly locale: string }): string =>
  `${chapter.locale} ${chapter.key}`;

/** How a chapter of the manifest stands to what is indexed. */
export const chapterStatus = (
  known: ReadonlyMap<string, string>,
  chapter: KnownChapter,
): 'added' | 'changed' | 'unchanged' => {
  const before = known.get(chapterIdentity(chapter));
  if (before === undefined) return 'added';
  return before === chapter.contentHash ? 'unchanged' : 'changed';
};

/**
 * Counts what changed between two lists of hashes, repeats counted. A hash that went while another came counts as one
 * change, not as a removal and an addition.
 */
export const diffHashes = (before: Iterable<string>, after: Iterable<string>): ChangeCounts => {
  const balance = new Map<string, number>();
  for (const hash of before) balance.set(hash, (balance.get(hash) ?? 0) - 1);
  for (const hash of after) balance.set(hash, (balance.get(hash) ?? 0) + 1);
  let came = 0;
  let went = 0;
  for (const count of balance.values()) {
    if (count > 0) came += count;
    else went -= count;
  }
  const changed = Math.min(came, went);
  return { added: came - changed, changed, removed: went - changed };
};

/** Sums two counts. */
export const addCounts = (a: ChangeCounts, b: ChangeCounts): ChangeCounts => ({
  added: a.added + b.added,
  changed: a.changed + b.changed,
  removed: a.removed + b.removed,
});

/** Hashes of a chapter's segments, in order. */
export const segmentHashes = (chapter: Chapter): string[] =>
  chapter.sections.flatMap((section) => section.segments.map((segment) => segment.hash));
