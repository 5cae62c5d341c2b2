/** The SQL that sets money aside. */
import type { Sql } from '../db/client.ts';
import type { PaidFeature } from './ledger.port.ts';
import { MOST_ATTEMPTS, retried, type SumChange } from './ledger-statement.repository.ts';
import type { BilledUnits } from './price-list.ts';
import { byLockOrder, type KnownPayer } from './spending-limits.ts';

/** Largest value of a bigint column: a sum never reaches it. */
const NEVER = 2n ** 63n - 1n;

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

/** A call that money is wanted for. */
export interface Wanted {
  readonly entry: NewEntry;
  readonly raises: readonly SumRaise[];
}

/** Grants all of some calls; undefined for each when one of their limits would be passed. */
export async function reserveAll(sql: Sql, wanted: readonly Wanted[]): Promise<(ReserveOutcome | undefined)[]> {
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
export async function reserveUntilDecided(
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

/** Raises as a relation `change`; `position` counts from 1. */
const listedRaises = (sql: Sql, raises: readonly SumRaise[]) => sql`
  unnest(
    ${raises.map(({ key }) => key)}::text[],
    ${raises.map(({ windowStart }) => windowStart)}::text[]::date[],
    ${raises.map(({ amount }) => String(amount))}::bigint[],
    ${raises.map(({ cap }) => String(cap))}::bigint[],
    ${raises.map(({ warnAt }) => String(warnAt ?? NEVER))}::bigint[]
  ) with ordinality as change (key, window_start, amount, cap, warn_at, position)`;
