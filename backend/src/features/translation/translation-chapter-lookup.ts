/** What the memory has of a chapter, segment by segment. */
import type { SegmentStatus } from '@lectern/contracts';
import { type CurrentEngine, chooseTranslation, isOutdated } from './memory/translation-lookup.ts';
import type { LanguagePair, MemoryRepository, StoredTranslation } from './memory/translation-memory.repository.ts';
import type { ChapterSegment } from './translation-chapter.ts';
import type { LanguageGlossary } from './translation-glossary.ts';

/** A segment with its translation. */
export interface FoundSegment {
  readonly segment: ChapterSegment;
  readonly entry: StoredTranslation;
  readonly status: SegmentStatus;
}

/** What a lookup needs. */
export interface LookupDeps {
  readonly memory: Pick<MemoryRepository, 'find'>;
  readonly glossaryOf: (language: string) => Promise<LanguageGlossary>;
  /** Engines that would translate now. */
  readonly current: readonly CurrentEngine[];
}

/** What was found. */
export interface ChapterLookup {
  readonly found: readonly FoundSegment[];
  /** In reading order, repeats included. */
  readonly missing: readonly ChapterSegment[];
}

/** Looks a chapter's segments up. */
export const lookUpSegments = async (
  { memory, glossaryOf, current }: LookupDeps,
  pair: LanguagePair,
  segments: readonly ChapterSegment[],
): Promise<ChapterLookup> => {
  const hashes = Array.from(new Set(segments.map(({ hash }) => hash)));
  const [entries, glossary] = await Promise.all([memory.find(pair, hashes), glossaryOf(pair.target)]);
  const byHash = Map.groupBy(entries, ({ hash }) => hash);
  const found: FoundSegment[] = [];
  const missing: ChapterSegment[] = [];
  for (const segment of segments) {
    const entry = chooseTranslation(segment, byHash.get(segment.hash) ?? []);
    if (entry) found.push({ segment, entry, status: statusOf(segment, entry, current, glossary) });
    else missing.push(segment);
  }
  return { found, missing };
};

/** How far a kept translation can be trusted. */
export const statusOf = (
  segment: Pick<ChapterSegment, 'plain'>,
  entry: StoredTranslation,
  current: readonly CurrentEngine[],
  glossary: LanguageGlossary,
): SegmentStatus => {
  // Looking for terms costs; most entries need none.
  const needsTerms = entry.status === 'machine' && entry.glossaryVersion !== null;
  const version = needsTerms ? glossary.versionFor(segment.plain) : '';
  return isOutdated(entry, current, version) ? 'outdated' : entry.status;
};
