/** The SQL of segments that no engine gave a usable text for. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { type LanguagePair, slices } from '../memory/translation-memory.repository.ts';
import { type StoredFinding, translationFailure } from '../translation.table.ts';

/** A failure. */
export interface StoredFailure {
  readonly hash: string;
  readonly engine: string;
  readonly attempts: number;
  readonly report: readonly StoredFinding[];
  readonly failedAt: Date;
  readonly retryAt: Date;
}

/** A segment that failed now. */
export type NewFailure = Pick<StoredFailure, 'hash' | 'engine' | 'report'>;

const HOUR_MS = 60 * 60_000;
/** Pauses after the first, second … failure; the last one stays. */
const PAUSES_MS = [HOUR_MS / 6, 6 * HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS] as const;
const HASHES_PER_STATEMENT = 1000;

/** What reads and writes failures. */
export type FailureRepository = ReturnType<typeof createFailureRepository>;

/** How long a segment is let alone after so many failures, milliseconds. */
export const pauseAfter = (attempts: number): number =>
  PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1] ?? PAUSES_MS[0];

/** Makes it. */
export const createFailureRepository = (db: Db) => {
  const ofPair = ({ source, target }: LanguagePair) =>
    and(eq(translationFailure.sourceLanguage, source), eq(translationFailure.targetLanguage, target));

  /** Failures of these segments. */
  const find = async (pair: LanguagePair, hashes: readonly string[]): Promise<StoredFailure[]> => {
    const found: StoredFailure[] = [];
    for (const slice of slices(hashes, HASHES_PER_STATEMENT)) {
      const rows = await db
        .select()
        .from(translationFailure)
        .where(and(ofPair(pair), inArray(translationFailure.hash, slice)));
      found.push(...rows);
    }
    return found;
  };

  /** Keeps failures; each further one of a segment lets it alone for longer. */
  const save = async (pair: LanguagePair, failures: readonly NewFailure[], now: Date): Promise<void> => {
    if (failures.length === 0) return;
    const before = new Map(
      (
        await find(
          pair,
          failures.map(({ hash }) => hash),
        )
      ).map((failure) => [failure.hash, failure.attempts]),
    );
    const values = failures.map((failure) => {
      const attempts = (before.get(failure.hash) ?? 0) + 1;
      const retryAt = new Date(now.getTime() + pauseAfter(attempts));
      return {
        ...failure,
        sourceLanguage: pair.source,
        targetLanguage: pair.target,
        attempts,
        failedAt: now,
        retryAt,
      };
    });
    await db
      .insert(translationFailure)
      .values(values)
      .onConflictDoUpdate({
        target: [translationFailure.hash, translationFailure.sourceLanguage, translationFailure.targetLanguage],
        set: {
          engine: sql`excluded.engine`,
          attempts: sql`excluded.attempts`,
          report: sql`excluded.report`,
          failedAt: sql`excluded.failed_at`,
          retryAt: sql`excluded.retry_at`,
        },
      });
  };

  /** Forgets failures of segments that have a translation now. */
  const forget = async (pair: LanguagePair, hashes: readonly string[]): Promise<void> => {
    for (const slice of slices(hashes, HASHES_PER_STATEMENT)) {
      await db.delete(translationFailure).where(and(ofPair(pair), inArray(translationFailure.hash, slice)));
    }
  };

  return { find, save, forget };
};
