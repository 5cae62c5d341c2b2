import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Sql } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { callOf, emptyLedger, READER, sumsIn, testLedger, usageOf, WIDE_LIMITS } from './ledger.fixture.ts';
import { BudgetSpentError, type Ledger, type Reservation } from './ledger.port.ts';
import type { SpendingLimits } from './spending-limits.ts';

let database: Database;
/** Pools of their own, as other processes have them. */
let pools: Sql[];

beforeAll(async () => {
  database = await openTestDatabase();
  pools = [1, 2, 3].map(() => database.openClient({ max: 8 }));
});
beforeEach(() => emptyLedger(database));
afterAll(() => database.close());

const replicas = (limits: Partial<SpendingLimits>, times: readonly number[] = []): Ledger[] =>
  pools.map((sql, index) => {
    const time = times[index];
    return testLedger(sql, {
      limits: { ...WIDE_LIMITS, ...limits },
      ...(time === undefined ? {} : { now: () => time }),
    });
  });

/** Runs attempts all at once; gives the reservations that were granted. Anything but a spent budget fails the test. */
async function grantedOf(attempts: readonly Promise<Reservation>[]): Promise<Reservation[]> {
  const results = await Promise.allSettled(attempts);
  return results.flatMap((result) => {
    if (result.status === 'fulfilled') return [result.value];
    if (result.reason instanceof BudgetSpentError) return [];
    throw result.reason;
  });
}

/** Spread over the replicas. */
const many = (
  ledgers: readonly Ledger[],
  count: number,
  reserve: (ledger: Ledger, index: number) => Promise<Reservation>,
) =>
  Array.from({ length: count }, (_, index) => {
    const ledger = ledgers[index % ledgers.length];
    if (ledger === undefined) throw new Error('no ledger');
    return reserve(ledger, index);
  });

/** What is booked by the entries, USD. */
async function bookedUsd(): Promise<number> {
  const [row] = await database.sql`select coalesce(sum(cost_nano_usd), 0) as booked from usage_entry`;
  return Number(row?.['booked']) / 1e9;
}

describe('200 requests at once, over three replicas', () => {
  it('get exactly the 20 answers that a reader has', async () => {
    const ledgers = replicas({ answersPerReaderPerDay: 20 });
    const granted = await grantedOf(many(ledgers, 200, (ledger) => ledger.reserve(callOf({ countsAsAnswer: true }))));
    expect(granted).toHaveLength(20);
    expect(await sumsIn(database)).toMatchObject({ 'reader_answers 2026-11-21': 20, 'global_day 2026-11-21': 20 });
    await Promise.all(granted.map((reservation) => reservation.settle(usageOf(400, 100))));
    expect(await ledgers[0]?.answersLeft(READER)).toBe(0);
    expect(await sumsIn(database)).toMatchObject({ 'reader_answers 2026-11-21': 20, 'global_day 2026-11-21': 10 });
  });

  it('never pass a cap of money, and use all of it that a call fits into', async () => {
    const granted = await grantedOf(many(replicas({ usdPerDay: 20.5 }), 200, (ledger) => ledger.reserve(callOf())));
    expect(granted).toHaveLength(20);
    expect(await bookedUsd()).toBe(20);
  });

  it('of many readers are held by the tightest of all limits', async () => {
    const ledgers = replicas({ usdPerDay: 50, usdPerMonth: 45, usdPerReaderPerDay: 3, usdPerAddressPerDay: 8 });
    const payer = (index: number) => ({
      readerId: `00000000-0000-4000-8000-0000000000${10 + (index % 30)}`,
      address: `192.0.2.${index % 10}`,
    });
    const granted = await grantedOf(
      many(ledgers, 200, (ledger, index) => ledger.reserve(callOf({ payer: payer(index) }))),
    );
    expect(granted).toHaveLength(45);
    const [most] = await database.sql`
      select max(committed) filter (where key like 'reader%') as reader,
        max(committed) filter (where key like 'address%') as address from budget`;
    expect(Number(most?.['reader'])).toBeLessThanOrEqual(3e9);
    expect(Number(most?.['address'])).toBeLessThanOrEqual(8e9);
  });

  it('that are booked and given back meanwhile use at least 90 % of the cap and never more', async () => {
    const ledgers = replicas({ usdPerDay: 10 });
    const attempts = many(ledgers, 200, async (ledger, index) => {
      const reservation = await ledger.reserve(callOf());
      if (index % 5 === 0) await reservation.release();
      else await reservation.settle(usageOf(100, 60));
      return reservation;
    });
    await grantedOf(attempts);
    expect(await bookedUsd()).toBeLessThanOrEqual(10);
    // Those who come later find the room that was given back.
    for (let misses = 0; misses < 3; ) {
      const [next] = await grantedOf(many(ledgers, 1, (ledger) => ledger.reserve(callOf())));
      if (next === undefined) misses += 1;
      await next?.settle(usageOf(100, 60));
    }
    expect(await bookedUsd()).toBeGreaterThanOrEqual(9);
    expect(await bookedUsd()).toBeLessThanOrEqual(10);
    expect((await sumsIn(database))['global_day 2026-11-21']).toBeCloseTo(await bookedUsd(), 9);
  });
});

describe('a burst', () => {
  const patient = (waitForRoomMs: number, usdPerDay: number) =>
    testLedger(database.sql, { limits: { ...WIDE_LIMITS, usdPerDay }, waitForRoomMs });

  it('uses at least 90 % of a cap of money: who would be refused waits for what others give back', async () => {
    const ledger = patient(60_000, 10);
    const spent = await grantedOf(
      many([ledger], 200, async () => {
        const reservation = await ledger.reserve(callOf());
        await reservation.settle(usageOf(100, 60));
        return reservation;
      }),
    );
    // 0.16 USD each, where 1 USD was set aside.
    expect(spent).toHaveLength(57);
    expect(await bookedUsd()).toBeCloseTo(9.12, 9);
  });

  it('is let in one after the other, as calls are booked or given back', async () => {
    const ledger = patient(60_000, 2);
    const [first, second] = [await ledger.reserve(callOf()), await ledger.reserve(callOf())];
    const later = [ledger.reserve(callOf()), ledger.reserve(callOf())];
    await first.release();
    await (await Promise.race(later)).release();
    await second.release();
    await Promise.all(later.map(async (reservation) => (await reservation).release()));
    expect(await bookedUsd()).toBe(0);
  });

  it('waits for its time only, and not at all where nothing runs or answers are counted', async () => {
    const short = patient(1, 1);
    await short.reserve(callOf());
    await expect(short.reserve(callOf())).rejects.toMatchObject({ limit: 'global_day' });
    const other = patient(3_600_000, 1);
    await expect(other.reserve(callOf())).rejects.toMatchObject({ limit: 'global_day' });
    const limits = { ...WIDE_LIMITS, answersPerReaderPerDay: 1 };
    const counting = testLedger(database.sql, { limits, waitForRoomMs: 3_600_000 });
    await counting.reserve(callOf({ countsAsAnswer: true }));
    const refused = counting.reserve(callOf({ countsAsAnswer: true }));
    await expect(refused).rejects.toMatchObject({ limit: 'reader_answers' });
  });
});

describe('replicas on both sides of midnight', () => {
  it('share the month, and nobody waits in a ring', async () => {
    const midnight = Date.parse('2026-11-22T00:00:00Z');
    const ledgers = replicas({ usdPerMonth: 60, usdPerDay: 40 }, [midnight - 1, midnight, midnight + 1]);
    const granted = await grantedOf(many(ledgers, 150, (ledger) => ledger.reserve(callOf())));
    expect(granted).toHaveLength(60);
    await Promise.all(
      granted.map((reservation, index) =>
        index % 2 === 0 ? reservation.release() : reservation.settle(usageOf(400, 0)),
      ),
    );
    const sums = await sumsIn(database);
    expect(sums['global_month 2026-11-01']).toBeCloseTo(12, 9);
    expect((sums['global_day 2026-11-21'] ?? 0) + (sums['global_day 2026-11-22'] ?? 0)).toBeCloseTo(12, 9);
  });

  it('at the end of a month have a month each', async () => {
    const midnight = Date.parse('2026-12-01T00:00:00Z');
    const ledgers = replicas({ usdPerMonth: 5 }, [midnight - 1, midnight]).slice(0, 2);
    expect(await grantedOf(many(ledgers, 40, (ledger) => ledger.reserve(callOf())))).toHaveLength(10);
    expect(await sumsIn(database)).toMatchObject({ 'global_month 2026-11-01': 5, 'global_month 2026-12-01': 5 });
  });
});
