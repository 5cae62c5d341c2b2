/** The SQL that books what calls took, or takes them back. */
import type { Sql } from '../db/client.ts';
import { retried, type SumChange } from './ledger-statement.repository.ts';
import type { BilledUnits } from './price-list.ts';
import { byLockOrder } from './spending-limits.ts';

/** What a call took in the end. */
export interface SettledEntry extends BilledUnits {
  readonly settledAt: Date;
  readonly costNanoUsd: bigint;
  readonly estimated: boolean;
}

/** A call that was made, and what it took. */
export interface SettledCall {
  readonly id: string;
  readonly settled: SettledEntry;
  readonly changes: readonly SumChange[];
}

/** Books what some calls took. @returns of each whether it was still open */
export async function settleAll(sql: Sql, calls: readonly SettledCall[]): Promise<boolean[]> {
  const rows = calls.map(({ id, settled }) => ({
    ...settled,
    id,
    settledAt: settled.settledAt.toISOString(),
    costNanoUsd: String(settled.costNanoUsd),
  }));
  const closed = await closeEntries(
    sql,
    calls,
    sql`
      update usage_entry set
        settled_at = settled."settledAt",
        input_tokens = settled."inputTokens",
        cached_input_tokens = settled."cachedInputTokens",
        output_tokens = settled."outputTokens",
        characters = settled.characters,
        cost_nano_usd = settled."costNanoUsd",
        estimated = settled.estimated
      from entry join jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as settled (
        id uuid, "settledAt" timestamptz, "inputTokens" int, "cachedInputTokens" int, "outputTokens" int,
        characters int, "costNanoUsd" bigint, estimated boolean
      ) using (id)
      where usage_entry.id = entry.id`,
  );
  // A call that stands in the group twice was closed once.
  return calls.map(({ id }) => closed.delete(id));
}

/**
 * Moves the sums of open calls and ends their entries, both or neither.
 * @param ending the statement that ends them; `entry` are the calls that were still open
 * @returns ids of those
 */
export async function closeEntries(
  sql: Sql,
  calls: readonly Pick<SettledCall, 'id' | 'changes'>[],
  ending: ReturnType<typeof listed>,
): Promise<Set<string>> {
  const ids = Array.from(new Set(calls.map(({ id }) => id)));
  const changes = calls.flatMap(({ id, changes: own }) => own.map((change) => ({ ...change, id }))).sort(byLockOrder);
  const rows = await retried(
    () => sql<{ id: string }[]>`
      with entry as materialized (
        select id from usage_entry where id = any(${ids}::uuid[]) and settled_at is null order by id for update
      ), summed as materialized (
        select change.key, change.window_start, sum(change.amount)::bigint as amount, min(change.position) as position
        from ${listed(sql, changes)} join entry on entry.id = change.id
        group by change.key, change.window_start
      ), locked as materialized (
        select budget.key, budget.window_start, budget.committed + summed.amount as moved
        from summed join budget using (key, window_start)
        order by summed.position
        for update of budget
      ), moved as (
        update budget set committed = locked.moved
        from locked where budget.key = locked.key and budget.window_start = locked.window_start
      ), closed as (${ending})
      select id from entry`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Changes of calls as a relation `change`; `position` counts from 1. */
const listed = (sql: Sql, changes: readonly (SumChange & { readonly id: string })[]) => sql`
  unnest(
    ${changes.map(({ id }) => id)}::uuid[],
    ${changes.map(({ key }) => key)}::text[],
    ${changes.map(({ windowStart }) => windowStart)}::text[]::date[],
    ${changes.map(({ amount }) => String(amount))}::bigint[]
  ) with ordinality as change (id, key, window_start, amount, position)`;
