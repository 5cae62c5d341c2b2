/** What the memory says of segments that are about to be translated: another process may have been faster. */
import { chooseTranslation } from '../memory/translation-lookup.ts';
import type { LanguagePair, MemoryRepository } from '../memory/translation-memory.repository.ts';
import type { ChapterSegment } from '../translation-chapter.ts';
import type { SegmentOutcome } from './translation-batch.ts';
import type { FailureRepository } from './translation-failure.repository.ts';

/** Where it is looked. */
export interface KnownDeps {
  readonly memory: Pick<MemoryRepository, 'find'>;
  readonly failures: Pick<FailureRepository, 'find'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Translations of segments, and failures that are too fresh to be tried again; by hash. */
export async function findKnown(
  { memory, failures, now }: KnownDeps,
  pair: LanguagePair,
  segments: readonly Pick<ChapterSegment, 'hash' | 'context'>[],
): Promise<ReadonlyMap<string, SegmentOutcome>> {
  const known = new Map<string, SegmentOutcome>();
  if (segments.length === 0) return known;
  const hashes = segments.map(({ hash }) => hash);
  for (const { hash, retryAt } of await failures.find(pair, hashes)) {
    if (retryAt.getTime() > now()) known.set(hash, { type: 'failed' });
  }
  const entries = Map.groupBy(await memory.find(pair, hashes), ({ hash }) => hash);
  for (const segment of segments) {
    const entry = chooseTranslation(segment, entries.get(segment.hash) ?? []);
    if (entry) known.set(segment.hash, { type: 'translated', entry });
  }
  return known;
}
