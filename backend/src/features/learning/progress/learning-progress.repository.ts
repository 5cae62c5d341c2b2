/** The SQL of progress. Functions take a transaction where a read and a write belong together. */
import type { ChapterProgress } from '@lectern/contracts';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { progress } from '../learning.table.ts';

/** Rows of one statement. */
const BATCH = 200;

/** Progress of an owner in all chapters, or in some, in the order of their keys. */
export const readProgress = async (
  db: Db,
  ownerId: string,
  chapterKeys?: readonly string[],
): Promise<ChapterProgress[]> => {
  const some = chapterKeys ? inArray(progress.chapterKey, Array.from(chapterKeys)) : undefined;
  const rows = await db
    .select()
    .from(progress)
    .where(and(eq(progress.ownerId, ownerId), some))
    .orderBy(asc(progress.chapterKey));
  return rows.map(presentProgress);
};

/** Where an owner was in each chapter. */
export const readPlaces = async (db: Db, ownerId: string): Promise<Pick<ChapterProgress, 'chapterKey' | 'last'>[]> => {
  const rows = await db
    .select({ chapterKey: progress.chapterKey, sectionId: progress.lastSectionId, visitedAt: progress.visitedAt })
    .from(progress)
    .where(eq(progress.ownerId, ownerId));
  return rows.map(({ chapterKey, sectionId, visitedAt }) => ({ chapterKey, last: presentLast(sectionId, visitedAt) }));
};

/** Keeps the progress of an owner in some chapters, in place of what is there. */
export const saveProgress = async (tx: Db, ownerId: string, chapters: readonly ChapterProgress[]): Promise<void> => {
  for (let start = 0; start < chapters.length; start += BATCH) {
    const rows = chapters.slice(start, start + BATCH).map((chapter) => toRow(ownerId, chapter));
    await tx
      .insert(progress)
      .values(rows)
      .onConflictDoUpdate({
        target: [progress.ownerId, progress.chapterKey],
        set: {
          sections: sql`excluded.sections`,
          completed: sql`excluded.completed`,
          completedAt: sql`excluded.completed_at`,
          lastSectionId: sql`excluded.last_section_id`,
          visitedAt: sql`excluded.visited_at`,
        },
      });
  }
};

type ProgressRow = typeof progress.$inferSelect;

const presentLast = (sectionId: string | null, visitedAt: Date | null): ChapterProgress['last'] =>
  sectionId === null || visitedAt === null ? null : { sectionId, visitedAt: visitedAt.toISOString() };

const presentProgress = (row: ProgressRow): ChapterProgress => ({
  chapterKey: row.chapterKey,
  sections: Array.from(row.sections),
  completed:
    row.completed === null || row.completedAt === null
      ? null
      : { value: row.completed, updatedAt: row.completedAt.toISOString() },
  last: presentLast(row.lastSectionId, row.visitedAt),
});

const toRow = (ownerId: string, { chapterKey, sections, completed, last }: ChapterProgress): ProgressRow => ({
  ownerId,
  chapterKey,
  sections,
  completed: completed?.value ?? null,
  completedAt: completed ? new Date(completed.updatedAt) : null,
  lastSectionId: last?.sectionId ?? null,
  visitedAt: last ? new Date(last.visitedAt) : null,
});
