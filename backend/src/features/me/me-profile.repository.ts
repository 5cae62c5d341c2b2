/** The SQL of profiles. */
import { type ProfileResponse, type UserProfile, userProfileSchema } from '@lectern/contracts';
import { and, eq, lt, not, sql } from 'drizzle-orm';
import { isAccount } from '../../db/account-owner.ts';
import type { Db } from '../../db/client.ts';
import type { OwnedData } from '../../db/owned-data.ts';
import { profile } from './me-profile.table.ts';

/** Storage of profiles. */
export type ProfileRepository = ReturnType<typeof createProfileRepository>;

/** Makes the storage over a database. */
export const createProfileRepository = (db: Db) => {
  /** What a reader told; null for both when that is nothing. */
  const find = async (ownerId: string): Promise<ProfileResponse> => {
    const [row] = await db.select().from(profile).where(eq(profile.ownerId, ownerId));
    // An older version may have known other levels and languages: what is not known any more counts as not told.
    const parsed = row && userProfileSchema.safeParse(row.profile).data;
    return parsed ? { profile: parsed, updatedAt: row.updatedAt.toISOString() } : { profile: null, updatedAt: null };
  };

  /** Keeps what a reader tells; it replaces all that was told before. */
  const save = async (ownerId: string, told: UserProfile, updatedAt: Date): Promise<void> => {
    const set = { profile: told, updatedAt };
    await db
      .insert(profile)
      .values({ ownerId, ...set })
      .onConflictDoUpdate({ target: profile.ownerId, set });
  };

  /** Deletes profiles of anonymous readers that were told before a moment. @returns how many */
  const deleteAnonymousBefore = async (moment: Date): Promise<number> => {
    const rows = await db
      .delete(profile)
      .where(and(lt(profile.updatedAt, moment), not(isAccount(profile.ownerId))))
      .returning({ ownerId: profile.ownerId });
    return rows.length;
  };

  return { find, save, deleteAnonymousBefore };
};

/** Makes the profile's part of a reader's data. */
export const createProfileOwnedData = (db: Db): OwnedData => ({
  name: 'profile',
  async move(tx, from, to) {
    if (from === to) return;
    const [given] = await tx.delete(profile).where(eq(profile.ownerId, from)).returning();
    if (given === undefined) return;
    await tx
      .insert(profile)
      .values({ ...given, ownerId: to })
      .onConflictDoUpdate({
        target: profile.ownerId,
        set: { profile: sql`excluded.profile`, updatedAt: sql`excluded.updated_at` },
        // Of two the later was meant.
        setWhere: sql`${profile.updatedAt} < excluded.updated_at`,
      });
  },
  async *export(ownerId) {
    const [row] = await db.select().from(profile).where(eq(profile.ownerId, ownerId));
    if (row) yield { ...row.profile, updatedAt: row.updatedAt };
  },
  async erase(tx, ownerId) {
    await tx.delete(profile).where(eq(profile.ownerId, ownerId));
  },
});
