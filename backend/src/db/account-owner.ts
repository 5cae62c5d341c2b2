/** Tells what belongs to accounts from what belongs to anonymous readers, of whom there is no row. */
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** Whether an owner has an account: retention leaves what is theirs alone. `user` is the table of features/auth. */
export function isAccount(ownerId: PgColumn): SQL {
  return sql`exists (select 1 from "user" where "user".id = ${ownerId})`;
}
