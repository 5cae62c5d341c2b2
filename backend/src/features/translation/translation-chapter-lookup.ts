/** What the memory has of a chapter, segment by segment. */
import type { SegmentStatus } from '@lectern/contracts';
import { type CurrentEngine, chooseTranslation, isOutdated } from './memory/translation-lookup.ts';
import type { LanguagePair, MemoryRepository, StoredTranslation } from './memory/translation-memory.repository.ts';
import type { ChapterSegment, TranslatableChapter } from './translation-chapter.ts';
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
    // A file may name a segment wrongly: what has other placeholders would break the page.
    const fitting = byHash.get(segment.hash)?.filter(({ target }) => hasSamePlaceholders(segment.text, target)) ?? [];
    const entry = chooseTranslation(segment, fitting);
    if (entry) found.push({ segment, entry, status: statusOf(segment, entry, current, glossary) });
    else missing.push(segment);
  }
  return { found, missing };
};

const placeholdersOf = (text: string): string => (text.match(/<\/?[xg]\d+\/?>/g) ?? []).toSorted().join('');

const hasSamePlaceholders = (source: string, target: string): boolean =>
  placeholdersOf(source) === placeholdersOf(target);

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

/** How long a lookup is taken for true, milliseconds: other processes write to the same memory. */
const KEPT_MS = 5_000;

/** Looks whole chapters up; what was just looked up is kept for the next who reads it. */
export interface ChapterLookups {
  of(chapter: TranslatableChapter, pair: LanguagePair): Promise<ChapterLookup>;
  /** Forgets what was looked up: the memory has changed. */
  forget(): void;
}

/** Makes it. @param now milliseconds since 1970 */
export const createChapterLookups = (deps: LookupDeps, now: () => number): ChapterLookups => {
  let kept = new WeakMap<TranslatableChapter, Map<string, { until: number; lookup: Promise<ChapterLookup> }>>();
  return {
    of: (chapter, pair) => {
      const languages = kept.get(chapter) ?? new Map<string, { until: number; lookup: Promise<ChapterLookup> }>();
      kept.set(chapter, languages);
      const known = languages.get(pair.target);
      if (known && known.until > now()) return known.lookup;
      const lookup = lookUpSegments(deps, pair, chapter.segments);
      languages.set(pair.target, { until: now() + KEPT_MS, lookup });
      lookup.catch(() => languages.delete(pair.target));
      return lookup;
    },
    forget: () => {
      kept = new WeakMap();
    },
  };
};
