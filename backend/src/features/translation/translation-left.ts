/** Why segments of a chapter stay in the source language. */
import type { SegmentLeft, SegmentLeftReason } from '@lectern/contracts';
import type { BookSnapshot, ChapterEntry } from '../content/index.ts';
import type { LanguagePair, MemoryRepository } from './memory/translation-memory.repository.ts';
import type { TranslationContent } from './translation-book.ts';
import { type ChapterSegment, type TranslatableChapter, wordSegments } from './translation-chapter.ts';
import { pairEdits } from './translation-edits.ts';

/** What it takes to tell. */
export interface LeftDeps {
  readonly content: Pick<TranslationContent, 'recentChapters'>;
  readonly memory: Pick<MemoryRepository, 'find'>;
}

/** A chapter in its version of the book. */
export interface VersionedChapter {
  readonly snapshot: BookSnapshot;
  readonly entry: ChapterEntry;
  readonly chapter: TranslatableChapter;
}

/** Says why each of these segments is left. @param failed hashes that no engine gave a usable text for */
export const explainLeft = async (
  deps: LeftDeps,
  versioned: VersionedChapter,
  pair: LanguagePair,
  left: readonly ChapterSegment[],
  failed: ReadonlySet<string>,
): Promise<SegmentLeft[]> => {
  const open = left.filter(({ hash }) => !failed.has(hash));
  const changed = open.length === 0 ? new Set<string>() : await changedSegments(deps, versioned, pair, open);
  const reasonOf = ({ hash }: ChapterSegment): SegmentLeftReason => {
    if (failed.has(hash)) return 'failed';
    return changed.has(hash) ? 'changed' : 'untranslated';
  };
  return left.map((segment) => ({ id: segment.id, reason: reasonOf(segment) }));
};

/** Hashes of segments that had a translation until they were edited. */
const changedSegments = async (
  { content, memory }: LeftDeps,
  { snapshot, entry, chapter }: VersionedChapter,
  pair: LanguagePair,
  left: readonly ChapterSegment[],
): Promise<ReadonlySet<string>> => {
  const earlier = (await content.recentChapters(snapshot, entry)).filter(
    ({ sourceHash }) => sourceHash !== chapter.sourceHash,
  );
  const wanted = new Set(left.map(({ hash }) => hash));
  const before = new Map<string, Set<string>>();
  for (const version of earlier) {
    for (const [now, then] of pairEdits(wordSegments(version), chapter.segments)) {
      if (wanted.has(now)) before.set(now, (before.get(now) ?? new Set()).add(then));
    }
  }
  const olds = Array.from(before.values()).flatMap((set) => Array.from(set));
  const known = new Set((await memory.find(pair, olds)).map(({ hash }) => hash));
  return new Set(
    Array.from(before)
      .filter(([, then]) => Array.from(then).some((hash) => known.has(hash)))
      .map(([now]) => now),
  );
};
