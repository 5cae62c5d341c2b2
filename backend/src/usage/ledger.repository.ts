/**
 * The SQL of the ledger. Each change is one statement, written for READ COMMITTED, and locks the running sums in the
 * order in which they are handed in; see README.md for why that is enough.
 *
 * Written over the driver, not Drizzle: these statements run twice for each answer, and the driver prepares them once
 * per connection.
 */
import type { Sql } from '../db/client.ts';
import { inGroups } from '../db/grouped.ts';
import { closeEntries, type SettledCall, type SettledEntry, settleAll } from './ledger-closing.repository.ts';
import {
  type NewEntry,
  type ReserveOutcome,
  reserveAll,
  reserveUntilDecided,
  type SumRaise,
  type Wanted,
} from './ledger-reservation.repository.ts';
import type { SumChange } from './ledger-statement.repository.ts';
import type { Charge } from './spending-limits.ts';

/** Storage of the ledger. */
export type LedgerRepository = ReturnType<typeof createLedgerRepository>;

/** Calls that are decided or booked in one statement. */
const MOST_TOGETHER = 64;

/** Makes the storage over a database. */
export const createLedgerRepository = (sql: Sql) => {
  const reserveTogether = inGroups((wanted: readonly Wanted[]) => reserveAll(sql, wanted), MOST_TOGETHER);
  const settleTogether = inGroups((calls: readonly SettledCall[]) => settleAll(sql, calls), MOST_TOGETHER);

  /**
   * Raises all sums and enters the call, or changes nothing. Calls that come together are granted together where all of
   * them fit; otherwise each is decided alone.
   */
  const reserve = async (entry: NewEntry, raises: readonly SumRaise[]): Promise<ReserveOutcome> =>
    (await reserveTogether({ entry, raises })) ?? reserveUntilDecided(sql, [entry], raises);

  /** Books what a call took. @returns false when it was booked or given back before. */
  const settle = (id: string, settled: SettledEntry, changes: readonly SumChange[]): Promise<boolean> =>
    settleTogether({ id, settled, changes });

  /** Takes a call back. @returns false when it was booked or given back before. */
  const release = async (id: string, changes: readonly SumChange[]): Promise<boolean> => {
    const closed = await closeEntries(
      sql,
      [{ id, changes }],
      sql`delete from usage_entry using entry where usage_entry.id = entry.id`,
    );
    return closed.has(id);
  };

  /** What the sums stand at, in the order asked for; 0 where nothing was spent yet. */
  const sums = async (wanted: readonly Pick<Charge, 'key' | 'windowStart'>[]): Promise<bigint[]> => {
    if (wanted.length === 0) return [];
    const rows = await sql<{ committed: string }[]>`
      select coalesce(budget.committed, 0) as committed
      from unnest(${wanted.map(({ key }) => key)}::text[], ${wanted.map(({ windowStart }) => windowStart)}::text[]::date[])
        with ordinality as wanted (key, window_start, position)
      left join budget using (key, window_start)
      order by wanted.position`;
    return rows.map(({ committed }) => BigInt(committed));
  };

  return { reserve, settle, release, sums };
};
