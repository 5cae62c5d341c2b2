/** The SQL of notes and highlights. */
import type { Note } from '@lectern/contracts';
import { and, count, desc, eq, lt, or } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { ListCursor } from '../../../db/list-cursor.ts';
import { note } from '../learning.table.ts';
import type { StoredPlace } from './learning-place.service.ts';

/** A stored note. */
export interface StoredNote extends StoredPlace {
  readonly id: string;
  readonly text: string;
  readonly color: Note['color'];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Which rows of a list are read. */
export interface AnchoredQuery {
  readonly limit: number;
  readonly after?: ListCursor | undefined;
  readonly chapterKey?: string | undefined;
}

/** How many notes an owner has. */
export const countNotes = async (db: Db, ownerId: string): Promise<number> => {
  const [row] = await db.select({ count: count() }).from(note).where(eq(note.ownerId, ownerId));
  return row?.count ?? 0;
};

/** Notes of an owner, newest first, behind a cursor. */
export const listNotes = async (
  db: Db,
  ownerId: string,
  { limit, after, chapterKey }: AnchoredQuery,
): Promise<StoredNote[]> => {
  const behind = after && or(lt(note.createdAt, after.at), and(eq(note.createdAt, after.at), lt(note.id, after.id)));
  const rows = await db
    .select()
    .from(note)
    .where(
      and(eq(note.ownerId, ownerId), chapterKey === undefined ? undefined : eq(note.chapterKey, chapterKey), behind),
    )
    .orderBy(desc(note.createdAt), desc(note.id))
    .limit(limit);
  return rows.map(presentRow);
};

/** A note of an owner; undefined when it is not there. */
export const readNote = async (db: Db, ownerId: string, id: string): Promise<StoredNote | undefined> => {
  const [row] = await db.select().from(note).where(ofOwner(ownerId, id));
  return row && presentRow(row);
};

/** Keeps a new note. */
export const insertNote = async (tx: Db, ownerId: string, { range, ...rest }: StoredNote): Promise<void> => {
  await tx.insert(note).values({ ...rest, ownerId, rangeStart: range?.start ?? null, rangeEnd: range?.end ?? null });
};

/** Changes a note of an owner. */
export const updateNote = async (
  tx: Db,
  ownerId: string,
  { id, text, color, updatedAt }: Pick<StoredNote, 'id' | 'text' | 'color' | 'updatedAt'>,
): Promise<void> => {
  await tx.update(note).set({ text, color, updatedAt }).where(ofOwner(ownerId, id));
};

/** Deletes a note of an owner. @returns false when it was not there. */
export const deleteNote = async (tx: Db, ownerId: string, id: string): Promise<boolean> =>
  (await tx.delete(note).where(ofOwner(ownerId, id)).returning({ id: note.id })).length > 0;

const ofOwner = (ownerId: string, id: string) => and(eq(note.ownerId, ownerId), eq(note.id, id));

const presentRow = ({ ownerId: _owner, rangeStart, rangeEnd, ...rest }: typeof note.$inferSelect): StoredNote => ({
  ...rest,
  range: rangeStart === null || rangeEnd === null ? null : { start: rangeStart, end: rangeEnd },
});
