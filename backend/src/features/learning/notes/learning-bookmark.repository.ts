/** The SQL of bookmarks. */
import { and, count, desc, eq, isNull, lt, or } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { bookmark } from '../learning.table.ts';
import type { AnchoredQuery } from './learning-note.repository.ts';
import type { StoredPlace } from './learning-place.service.ts';

/** A stored bookmark. */
export interface StoredBookmark extends StoredPlace {
  readonly id: string;
  readonly label: string;
  readonly createdAt: Date;
}

/** How many bookmarks an owner has. */
export const countBookmarks = async (db: Db, ownerId: string): Promise<number> => {
  const [row] = await db.select({ count: count() }).from(bookmark).where(eq(bookmark.ownerId, ownerId));
  return row?.count ?? 0;
};

/** Bookmarks of an owner, newest first, behind a cursor. */
export const listBookmarks = async (
  db: Db,
  ownerId: string,
  { limit, after, chapterKey }: AnchoredQuery,
): Promise<StoredBookmark[]> => {
  const behind =
    after && or(lt(bookmark.createdAt, after.at), and(eq(bookmark.createdAt, after.at), lt(bookmark.id, after.id)));
  const rows = await db
    .select()
    .from(bookmark)
    .where(
      and(
        eq(bookmark.ownerId, ownerId),
        chapterKey === undefined ? undefined : eq(bookmark.chapterKey, chapterKey),
        behind,
      ),
    )
    .orderBy(desc(bookmark.createdAt), desc(bookmark.id))
    .limit(limit);
  return rows.map(presentRow);
};

/** A bookmark of an owner; undefined when it is not there. */
export const readBookmark = async (db: Db, ownerId: string, id: string): Promise<StoredBookmark | undefined> => {
  const [row] = await db.select().from(bookmark).where(ofOwner(ownerId, id));
  return row && presentRow(row);
};

/** The bookmark of an owner at a place; undefined when there is none. */
export const readBookmarkAt = async (
  db: Db,
  ownerId: string,
  { chapterKey, sectionId, locale, hash }: StoredPlace,
): Promise<StoredBookmark | undefined> => {
  const [row] = await db
    .select()
    .from(bookmark)
    .where(
      and(
        eq(bookmark.ownerId, ownerId),
        eq(bookmark.chapterKey, chapterKey),
        eq(bookmark.sectionId, sectionId),
        locale === null ? isNull(bookmark.locale) : eq(bookmark.locale, locale),
        hash === null ? isNull(bookmark.hash) : eq(bookmark.hash, hash),
      ),
    );
  return row && presentRow(row);
};

/** Keeps a new bookmark. */
export const insertBookmark = async (
  tx: Db,
  ownerId: string,
  { range: _range, ...row }: StoredBookmark,
): Promise<void> => {
  await tx.insert(bookmark).values({ ...row, ownerId });
};

/** Names a bookmark of an owner anew. */
export const relabelBookmark = async (tx: Db, ownerId: string, id: string, label: string): Promise<void> => {
  await tx.update(bookmark).set({ label }).where(ofOwner(ownerId, id));
};

/** Deletes a bookmark of an owner. @returns false when it was not there. */
export const deleteBookmark = async (tx: Db, ownerId: string, id: string): Promise<boolean> =>
  (await tx.delete(bookmark).where(ofOwner(ownerId, id)).returning({ id: bookmark.id })).length > 0;

const ofOwner = (ownerId: string, id: string) => and(eq(bookmark.ownerId, ownerId), eq(bookmark.id, id));

const presentRow = ({ ownerId: _owner, ...rest }: typeof bookmark.$inferSelect): StoredBookmark => ({
  ...rest,
  range: null,
});
