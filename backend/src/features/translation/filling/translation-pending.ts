/** Segments that wait to be translated, in this process: who waits for them, and which come next. */
import type { SupportedLanguage } from '@lectern/contracts';
import type { Payer } from '../../../usage/index.ts';
import type { LanguagePair } from '../memory/translation-memory.repository.ts';
import type { ChapterSegment } from '../translation-chapter.ts';
import type { SegmentOutcome } from './translation-batch.ts';

/** Most segments, and UTF-16 units of their texts, in one batch: a model loses count above, a reader waits too long. */
export const BATCH_LIMITS = { segments: 30, characters: 5_000 } as const;

/** One reader who waits for a segment. */
export interface Waiter {
  readonly payer: Payer;
  /** On the reader's screen. */
  readonly urgent: boolean;
  /** Place in the chapter. */
  readonly position: number;
  /** @param costUsd what of this reader's money it took */
  resolve(outcome: SegmentOutcome, costUsd: number): void;
}

/** From which chapter, and to which language, a batch is. */
export interface Lane {
  readonly pair: LanguagePair & { readonly target: SupportedLanguage };
  readonly chapter: { readonly key: string; readonly title: string };
}

/** A segment that is waited for. */
export interface Pending {
  readonly segment: ChapterSegment;
  readonly lane: Lane;
  readonly waiters: Set<Waiter>;
  /** Translated whatever the memory has. */
  readonly again: boolean;
  /** elsewhere: another process translates it. */
  state: 'waiting' | 'running' | 'elsewhere';
}

/** Name of who pays. */
export const payerName = ({ address, readerId }: Payer): string => JSON.stringify([address, readerId]);

/** A batch, and who pays for it. */
export interface PendingBatch {
  readonly lane: Lane;
  readonly payer: Payer;
  readonly pendings: readonly Pending[];
}

const isUrgent = ({ waiters }: Pending): boolean => Array.from(waiters).some(({ urgent }) => urgent);
const positionOf = ({ waiters }: Pending): number =>
  Math.min(...Array.from(waiters, ({ position }) => position), Number.MAX_SAFE_INTEGER);

/**
 * Takes the next batch of a lane: what is on a screen first, then in reading order, as much as one payer waits for.
 * @returns undefined when nobody waits for anything of it
 */
export function nextBatch(pendings: Iterable<Pending>): PendingBatch | undefined {
  const waiting = Array.from(pendings)
    .filter(({ state, waiters }) => state === 'waiting' && waiters.size > 0)
    .map((pending) => ({ pending, urgent: isUrgent(pending), position: positionOf(pending) }))
    .toSorted((a, b) => Number(b.urgent) - Number(a.urgent) || a.position - b.position)
    .map(({ pending }) => pending);
  const [first] = waiting;
  const [waiter] = first?.waiters ?? [];
  if (!first || !waiter) return undefined;
  const { payer } = waiter;
  const name = payerName(payer);
  const batch: Pending[] = [];
  let characters = 0;
  for (const pending of waiting) {
    if (!Array.from(pending.waiters).some((other) => payerName(other.payer) === name)) continue;
    const { length } = pending.segment.text;
    if (batch.length > 0 && characters + length > BATCH_LIMITS.characters) break;
    batch.push(pending);
    characters += length;
    if (batch.length === BATCH_LIMITS.segments) break;
  }
  return { lane: first.lane, payer, pendings: batch };
}
