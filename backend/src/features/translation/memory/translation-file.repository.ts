/** The SQL of imported memory files. */
import { eq } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { translationFile } from '../translation.table.ts';

/** A file that was imported. */
export interface StoredFile {
  readonly origin: string;
  readonly hash: string;
  readonly entries: number;
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
  readonly importedAt: Date;
}

/** The file of a name as it was imported last. */
export const findFile = async (db: Db, origin: string): Promise<StoredFile | undefined> => {
  const [row] = await db.select().from(translationFile).where(eq(translationFile.origin, origin));
  return row;
};

/** Keeps that a file was imported. */
export const saveFile = async (db: Db, { origin, ...file }: StoredFile): Promise<void> => {
  await db
    .insert(translationFile)
    .values({ origin, ...file })
    .onConflictDoUpdate({ target: translationFile.origin, set: file });
};
