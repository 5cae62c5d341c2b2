/** The SQL of readers' reports about translations. */
import { randomUUID } from 'node:crypto';
import { and, count, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type LanguagePair, slices } from './memory/translation-memory.repository.ts';
import { translationReport } from './translation.table.ts';

/** Open reports of one segment in one language; further ones say nothing new and are let go. */
export const MOST_OPEN_REPORTS = 20;
const HASHES_PER_STATEMENT = 1000;
/** Days after which a report goes. */
const KEPT_DAYS = 365;
const DAY_MS = 24 * 60 * 60_000;

/** A report to be kept. */
export interface NewReport {
  readonly chapterKey: string;
  readonly sectionId: string;
  readonly hash: string;
  readonly previousHash: string | null;
  readonly nextHash: string | null;
  /** What the reader saw; null: the source. */
  readonly target: string | null;
  readonly reason: string;
}

/** A report about a segment. */
export interface OpenReport {
  readonly id: string;
  readonly hash: string;
  readonly target: string | null;
  readonly reason: string;
  readonly createdAt: Date;
}

/** What reads and writes reports. */
export type ReportRepository = ReturnType<typeof createReportRepository>;

/** Makes it. */
export const createReportRepository = (db: Db) => {
  const open = ({ source, target }: LanguagePair) =>
    and(
      eq(translationReport.sourceLanguage, source),
      eq(translationReport.targetLanguage, target),
      eq(translationReport.status, 'open'),
    );
  return {
    /** Keeps a report, unless the segment has many already. */
    add: async (pair: LanguagePair, report: NewReport, now: Date): Promise<void> => {
      const [row] = await db
        .select({ count: count() })
        .from(translationReport)
        .where(and(open(pair), eq(translationReport.hash, report.hash)));
      if ((row?.count ?? 0) >= MOST_OPEN_REPORTS) return;
      const languages = { sourceLanguage: pair.source, targetLanguage: pair.target };
      await db.insert(translationReport).values({ id: randomUUID(), ...languages, ...report, createdAt: now });
    },

    /** Open reports of these segments, newest first. */
    find: async (pair: LanguagePair, hashes: readonly string[]): Promise<OpenReport[]> => {
      const found: OpenReport[] = [];
      for (const slice of slices(hashes, HASHES_PER_STATEMENT)) {
        const rows = await db
          .select({
            id: translationReport.id,
            hash: translationReport.hash,
            target: translationReport.target,
            reason: translationReport.reason,
            createdAt: translationReport.createdAt,
          })
          .from(translationReport)
          .where(and(open(pair), inArray(translationReport.hash, slice)))
          .orderBy(desc(translationReport.createdAt));
        found.push(...rows);
      }
      return found;
    },

    /** Deletes what is a year old. @returns how many */
    retain: async (now: Date): Promise<number> => {
      const end = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
      const gone = await db.delete(translationReport).where(lt(translationReport.createdAt, end)).returning({
        id: translationReport.id,
      });
      return gone.length;
    },
  };
};
