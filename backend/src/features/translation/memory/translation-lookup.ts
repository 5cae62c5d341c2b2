/** Chooses among the translations of a segment: locked before reviewed before machine, this place before any. Pure. */
import type { MemoryStatus } from '@lectern/contracts';
import type { StoredTranslation } from './translation-memory.repository.ts';

const RANK: Readonly<Record<MemoryStatus, number>> = { locked: 0, reviewed: 1, machine: 2 };

/** A segment in its place. */
export interface PlacedSegment {
  readonly hash: string;
  /** Hash of its place: heading path, previous and next segment. */
  readonly context: string;
}

/** The best translation of a segment; undefined when none fits its place. */
export const chooseTranslation = <Entry extends Pick<StoredTranslation, 'context' | 'status'>>(
  { context }: Pick<PlacedSegment, 'context'>,
  entries: readonly Entry[],
): Entry | undefined =>
  entries
    .filter((entry) => entry.context === '' || entry.context === context)
    .toSorted((a, b) => RANK[a.status] - RANK[b.status] || Number(a.context === '') - Number(b.context === ''))[0];

/** An engine that would translate now. */
export interface CurrentEngine {
  readonly engine: string;
  readonly promptVersion: string | null;
  /** Its models, in their order. */
  readonly models: readonly string[];
}

/**
 * Whether a translation was made otherwise than it would be made now: by another model or prompt of an engine that is
 * set up, or with other words for the terms in it. Nobody's word but an engine's becomes outdated.
 * @param glossaryVersion of the terms that occur in the segment, as they are now
 */
export const isOutdated = (
  entry: Pick<StoredTranslation, 'status' | 'engine' | 'model' | 'promptVersion' | 'glossaryVersion'>,
  engines: readonly CurrentEngine[],
  glossaryVersion: string,
): boolean => {
  if (entry.status !== 'machine') return false;
  if (entry.glossaryVersion !== null && entry.glossaryVersion !== glossaryVersion) return true;
  const same = engines.filter(({ engine }) => engine === entry.engine);
  const isCurrent = ({ models, promptVersion }: CurrentEngine): boolean =>
    (entry.model === null || models.includes(entry.model)) && (entry.promptVersion ?? promptVersion) === promptVersion;
  return same.length > 0 && !same.some(isCurrent);
};
