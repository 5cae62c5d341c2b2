/**
 * The SQL of the ledger. Each change is one statement, written for READ COMMITTED, and locks the running sums in the
 * order in which they are handed in; see README.md for why that is enough.
 *
 * Written over the driver, not Drizzle: these statements run twice for each answer, and the driver prepares them once
 * per connection.
 */
import type { Sql } from '../db/client.ts';
import { errorCode } from '../db/database-errors.ts';
import { inGroups } from '../db/grouped.ts';
import type { PaidFeature } from './ledger.port.ts';
import type { BilledUnits } from './price-list.ts';
import { byLockOrder, type Charge, type KnownPayer } from './spending-limits.ts';

/** A running sum, and by how much it changes (nano-USD or answers). */
export interface SumChange extends Pick<Charge, 'key' | 'windowStart'> {
  readonly amount: bigint;
}

/** A running sum that is to be raised within its cap. */
export interface SumRaise extends SumChange {
  readonly cap: bigint;
  /** The operator is told when the sum reaches this; null: never. */
  readonly warnAt: bigint | null;
}

/** A call that money is set aside for. */
export interface NewEntry extends KnownPayer, BilledUnits {
  readonly id: string;
  readonly reservedAt: Date;
  readonly feature: PaidFeature;
  readonly provider: string;
  readonly model: string;
  readonly chapterId: string | null;
  readonly language: string | null;
  readonly costNanoUsd: bigint;
  readonly countsAsAnswer: boolean;
  readonly priceDate: string;
}

/** What came of a reservation. */
export interface ReserveOutcome {
  /** Positions of the raises that would have passed their caps; empty when the money is set aside. */
  readonly refused: readonly number[];
  /** Positions of the sums that the operator is to be told of, each once in its window. */
  readonly crossed: readonly number[];
}

/** What a call took in the end. */
export interface SettledEntry extends BilledUnits {
  readonly settledAt: Date;
  readonly costNanoUsd: bigint;
  readonly estimated: boolean;
}

/** Storage of the ledger. */
export type LedgerRepository = ReturnType<typeof createLedgerRepository>;

/** Calls that are decided or booked in one statement. */
const MOST_TOGETHER = 64;
/** Largest value of a bigint column: a sum never reaches it. */
const NEVER = 2n ** 63n - 1n;
/** Rows are made and found missing at most so often: they go only when their window has been over for days. */
const MOST_ATTEMPTS = 5;
/** SQLSTATE of a serialization failure and of a deadlock: nothing was changed, and the next attempt may pass. */
const RETRYABLE = new Set(['40001', '40P01']);

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

/** A call that money is wanted for. */
interface Wanted {
  readonly entry: NewEntry;
  readonly raises: readonly SumRaise[];
}

/** Grants all of some calls; undefined for each when one of their limits would be passed. */
async function reserveAll(sql: Sql, wanted: readonly Wanted[]): Promise<(ReserveOutcome | undefined)[]> {
  const raises = sumUp(wanted);
  const entries = wanted.map(({ entry }) => entry);
  const outcome = await reserveUntilDecided(sql, entries, raises);
  if (wanted.length > 1 && outcome.refused.length > 0) return wanted.map(() => undefined);
  const crossed = new Set(outcome.crossed.map((position) => rowOf(raises[position])));
  const refused = new Set(outcome.refused.map((position) => rowOf(raises[position])));
  return wanted.map((one) => ({
    refused: positionsIn(one.raises, refused),
    // Told once, to the first call that counts in the sum.
    crossed: positionsIn(one.raises, crossed).filter((position) => crossed.delete(rowOf(one.raises[position]))),
  }));
}

const rowOf = (sum: Pick<SumChange, 'key' | 'windowStart'> | undefined): string => `${sum?.windowStart} ${sum?.key}`;

const positionsIn = (raises: readonly SumRaise[], rows: ReadonlySet<string>): number[] =>
  raises.flatMap((raise, position) => (rows.has(rowOf(raise)) ? [position] : []));

/** One raise for each sum, in the order in which rows are locked. */
function sumUp(wanted: readonly Wanted[]): SumRaise[] {
  const sums = new Map<string, SumRaise>();
  for (const raise of wanted.flatMap(({ raises }) => raises)) {
    const { amount } = sums.get(rowOf(raise)) ?? { amount: 0n };
    sums.set(rowOf(raise), { ...raise, amount: raise.amount + amount });
  }
  return Array.from(sums.values()).sort(byLockOrder);
}

/** Raises the sums and enters the calls, or changes nothing. */
async function reserveUntilDecided(
  sql: Sql,
  entries: readonly NewEntry[],
  raises: readonly SumRaise[],
): Promise<ReserveOutcome> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const outcome = await retried(() => tryReserve(sql, entries, raises));
    if (outcome !== undefined) return outcome;
    await makeRows(sql, raises);
  }
  throw new Error('the running sums of the budget could not be made');
}

/** A call that was made, and what it took. */
interface SettledCall {
  readonly id: string;
  readonly settled: SettledEntry;
  readonly changes: readonly SumChange[];
}

/** Books what some calls took. @returns of each whether it was still open */
async function settleAll(sql: Sql, calls: readonly SettledCall[]): Promise<boolean[]> {
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
async function closeEntries(
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

/** Tries to raise the sums; undefined when a row of theirs is not there yet. */
async function tryReserve(
  sql: Sql,
  entries: readonly NewEntry[],
  raises: readonly SumRaise[],
): Promise<ReserveOutcome | undefined> {
  const calls = entries.map((entry) => ({
    ...entry,
    reservedAt: entry.reservedAt.toISOString(),
    costNanoUsd: String(entry.costNanoUsd),
  }));
  const [row] = await sql<{ complete: boolean; refused: number[]; crossed: number[] }[]>`
    with locked as materialized (
      select
        budget.key,
        budget.window_start,
        budget.committed + change.amount as raised,
        change.amount > 0 and budget.committed + change.amount > change.cap as refused,
        not budget.warned and budget.committed + change.amount >= change.warn_at as crossed,
        change.position
      from ${listedRaises(sql, raises)} join budget using (key, window_start)
      order by change.position
      for update of budget
    ), verdict as materialized (
      select
        count(*) = ${raises.length} as complete,
        coalesce(array_agg(position::int - 1 order by position) filter (where refused), '{}') as refused,
        coalesce(array_agg(position::int - 1 order by position) filter (where crossed), '{}') as crossed
      from locked
    ), granted as materialized (
      select 1 as one from verdict where complete and cardinality(refused) = 0
    ), raised as (
      update budget set committed = locked.raised, warned = budget.warned or locked.crossed
      from locked, granted
      where budget.key = locked.key and budget.window_start = locked.window_start
    ), entered as (
      insert into usage_entry (
        id, reserved_at, feature, provider, model, chapter_id, language, reader_id, address_hash,
        input_tokens, output_tokens, characters, reserved_nano_usd, cost_nano_usd, counts_as_answer, price_date
      )
      select
        call.id, call."reservedAt", call.feature, call.provider, call.model, call."chapterId", call.language,
        call."readerId", call."addressHash", call."inputTokens", call."outputTokens", call.characters,
        call."costNanoUsd", call."costNanoUsd", call."countsAsAnswer", call."priceDate"
      from granted, jsonb_to_recordset(${JSON.stringify(calls)}::text::jsonb) as call (
        id uuid, "reservedAt" timestamptz, feature text, provider text, model text, "chapterId" text, language text,
        "readerId" uuid, "addressHash" text, "inputTokens" int, "outputTokens" int, characters int,
        "costNanoUsd" bigint, "countsAsAnswer" boolean, "priceDate" date
      )
    )
    select complete, refused, crossed from verdict`;
  if (row?.complete !== true) return undefined;
  return { refused: row.refused, crossed: row.refused.length > 0 ? [] : row.crossed };
}

/** Makes the rows of sums that nobody has added to before. */
async function makeRows(sql: Sql, raises: readonly SumRaise[]): Promise<void> {
  await retried(
    () => sql`
      insert into budget (key, window_start)
      select change.key, change.window_start from ${listedRaises(sql, raises)} order by change.position
      on conflict do nothing`,
  );
}

/** Changes of calls as a relation `change`; `position` counts from 1. */
const listed = (sql: Sql, changes: readonly (SumChange & { readonly id: string })[]) => sql`
  unnest(
    ${changes.map(({ id }) => id)}::uuid[],
    ${changes.map(({ key }) => key)}::text[],
    ${changes.map(({ windowStart }) => windowStart)}::text[]::date[],
    ${changes.map(({ amount }) => String(amount))}::bigint[]
  ) with ordinality as change (id, key, window_start, amount, position)`;

/** Raises as a relation `change`; `position` counts from 1. */
const listedRaises = (sql: Sql, raises: readonly SumRaise[]) => sql`
  unnest(
    ${raises.map(({ key }) => key)}::text[],
    ${raises.map(({ windowStart }) => windowStart)}::text[]::date[],
    ${raises.map(({ amount }) => String(amount))}::bigint[],
    ${raises.map(({ cap }) => String(cap))}::bigint[],
    ${raises.map(({ warnAt }) => String(warnAt ?? NEVER))}::bigint[]
  ) with ordinality as change (key, window_start, amount, cap, warn_at, position)`;

async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (count === MOST_ATTEMPTS || !RETRYABLE.has(errorCode(error) ?? '')) throw error;
    }
  }
}
