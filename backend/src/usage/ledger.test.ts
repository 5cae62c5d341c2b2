import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { callOf, emptyLedger, NOON, READER, sumsIn, testLedger, usageOf, WIDE_LIMITS } from './ledger.fixture.ts';
import { BudgetSpentError, PriceUnknownError, SERVER_PAYER, type SpentLimit } from './ledger.port.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyLedger(database));
afterAll(() => database.close());

const refusalOf = (attempt: Promise<unknown>): Promise<SpentLimit | 'granted'> =>
  attempt.then(
    () => 'granted',
    (error: unknown) => {
      if (error instanceof BudgetSpentError) return error.limit;
      throw error;
    },
  );

describe('a call', () => {
  it('is booked at the most it can cost, then at what it took', async () => {
    const ledger = testLedger(database.sql);
    const reservation = await ledger.reserve(callOf());
    expect(reservation.maxCostUsd).toBe(1);
    expect(await sumsIn(database)).toMatchObject({ 'global_day 2026-11-21': 1, 'global_month 2026-11-01': 1 });
    await reservation.settle(usageOf(400, 100));
    expect(await sumsIn(database)).toEqual({
      'address_day 2026-11-21': 0.5,
      'global_day 2026-11-21': 0.5,
      'global_month 2026-11-01': 0.5,
      'reader_day 2026-11-21': 0.5,
    });
  });

  it('that was not made leaves nothing behind', async () => {
    const ledger = testLedger(database.sql, { limits: { ...WIDE_LIMITS, answersPerReaderPerDay: 3 } });
    const reservation = await ledger.reserve(callOf({ countsAsAnswer: true }));
    expect(await ledger.answersLeft(READER)).toBe(2);
    await reservation.release();
    expect(Object.values(await sumsIn(database))).toEqual([0, 0, 0, 0, 0]);
    expect(await ledger.answersLeft(READER)).toBe(3);
    expect(await database.sql`select 1 from usage_entry`).toHaveLength(0);
  });

  it('is booked once, whatever is called after', async () => {
    const ledger = testLedger(database.sql);
    const reservation = await ledger.reserve(callOf());
    await Promise.all([reservation.settle(usageOf(400, 200)), reservation.settle(usageOf(1, 1))]);
    await reservation.release();
    await reservation.settle(usageOf(0, 0));
    expect(await sumsIn(database)).toMatchObject({ 'global_day 2026-11-21': 0.6 });
  });

  it('that took more than was set aside is booked at the truth, past the limit if need be', async () => {
    const ledger = testLedger(database.sql, { limits: { ...WIDE_LIMITS, usdPerDay: 1 } });
    const reservation = await ledger.reserve(callOf());
    await reservation.settle(usageOf(900, 900));
    expect(await sumsIn(database)).toMatchObject({ 'global_day 2026-11-21': 1.8 });
    expect(await refusalOf(ledger.reserve(callOf({ inputTokens: 1, maxOutputTokens: 0 })))).toBe('global_day');
    expect(await refusalOf(ledger.reserve(callOf({ provider: 'local' })))).toBe('granted');
  });

  it('pays less for what the provider had cached, and tells whose count it was', async () => {
    const ledger = testLedger(database.sql);
    const reservation = await ledger.reserve(callOf({ chapterId: 'default/current/ros2', language: 'ur' }));
    await reservation.settle(usageOf(400, 0, { cachedInputTokens: 200, estimated: true }));
    expect(await database.sql`select cost_nano_usd, estimated, chapter_id, language from usage_entry`).toEqual([
      { cost_nano_usd: '300000000', estimated: true, chapter_id: 'default/current/ros2', language: 'ur' },
    ]);
  });

  it('that cannot be booked breaks no answer, stays at its full amount, and can be booked later', async () => {
    const error = vi.fn();
    const other = database.openClient({ max: 1 });
    const reservation = await testLedger(other, { logger: { warn: vi.fn(), error } }).reserve(callOf());
    await database.sql`alter table usage_entry rename to elsewhere`;
    await reservation.settle(usageOf(400, 0));
    await database.sql`alter table elsewhere rename to usage_entry`;
    expect(error).toHaveBeenCalledTimes(1);
    expect(await sumsIn(database)).toMatchObject({ 'global_day 2026-11-21': 1 });
    await reservation.settle(usageOf(400, 0));
    expect(await sumsIn(database)).toMatchObject({ 'global_day 2026-11-21': 0.4 });
    await other.end();
  });

  it('that reports nonsense is booked at what was set aside', async () => {
    const ledger = testLedger(database.sql);
    const reservation = await ledger.reserve(callOf());
    await reservation.settle(usageOf(Number.NaN, -5, { cachedInputTokens: Number.POSITIVE_INFINITY }));
    expect(await sumsIn(database)).toMatchObject({ 'global_day 2026-11-21': 1 });
  });

  it('of a translator is paid by the character', async () => {
    const ledger = testLedger(database.sql);
    const call = callOf({ feature: 'translation', model: 'translator', inputTokens: 0, maxOutputTokens: 0 });
    const reservation = await ledger.reserve({ ...call, characters: 50_000 });
    expect(reservation.maxCostUsd).toBe(1);
    await reservation.settle(usageOf(0, 0, { characters: 25_000 }));
    expect(await sumsIn(database)).toMatchObject({ 'global_day 2026-11-21': 0.5 });
  });

  it('of a model without a price is refused before anything is written', async () => {
    const ledger = testLedger(database.sql);
    await expect(ledger.reserve(callOf({ model: 'unheard-of' }))).rejects.toThrow(PriceUnknownError);
    expect(await sumsIn(database)).toEqual({});
  });

  it('with a count that is none is refused', async () => {
    const ledger = testLedger(database.sql);
    await expect(ledger.reserve(callOf({ inputTokens: -1 }))).rejects.toThrow(RangeError);
    await expect(ledger.reserve(callOf({ maxOutputTokens: 1.5 }))).rejects.toThrow(RangeError);
  });
});

describe('a limit', () => {
  it.each<[SpentLimit, Parameters<typeof testLedger>[1]]>([
    ['global_day', { limits: { ...WIDE_LIMITS, usdPerDay: 2.5 } }],
    ['global_month', { limits: { ...WIDE_LIMITS, usdPerMonth: 2.5 } }],
    ['feature_day', { limits: { ...WIDE_LIMITS, usdPerDayByFeature: new Map([['chat', 2.5]]) } }],
    ['reader_day', { limits: { ...WIDE_LIMITS, usdPerReaderPerDay: 2.5 } }],
    ['address_day', { limits: { ...WIDE_LIMITS, usdPerAddressPerDay: 2.5 } }],
    ['reader_answers', { limits: { ...WIDE_LIMITS, answersPerReaderPerDay: 2 } }],
    ['address_answers', { limits: { ...WIDE_LIMITS, answersPerAddressPerDay: 2 } }],
  ])('%s refuses what would pass it, and a refusal leaves no trace', async (limit, options) => {
    const ledger = testLedger(database.sql, options);
    await ledger.reserve(callOf({ countsAsAnswer: true }));
    await ledger.reserve(callOf({ countsAsAnswer: true }));
    const before = await sumsIn(database);
    expect(await refusalOf(ledger.reserve(callOf({ countsAsAnswer: true })))).toBe(limit);
    expect(await sumsIn(database)).toEqual(before);
    expect(await database.sql`select 1 from usage_entry`).toHaveLength(2);
  });

  it('may be used to its last nano-USD', async () => {
    const ledger = testLedger(database.sql, { limits: { ...WIDE_LIMITS, usdPerDay: 2 } });
    await ledger.reserve(callOf());
    expect(await refusalOf(ledger.reserve(callOf()))).toBe('granted');
    expect(await refusalOf(ledger.reserve(callOf({ inputTokens: 1, maxOutputTokens: 0 })))).toBe('global_day');
  });

  it('has room again for what was set aside and not used', async () => {
    const ledger = testLedger(database.sql, { limits: { ...WIDE_LIMITS, usdPerDay: 10 } });
    let spent = 0;
    for (; (await refusalOf(ledger.reserve(callOf()).then((open) => open.settle(usageOf(100, 20))))) === 'granted'; ) {
      spent += 0.12;
    }
    expect(spent / 10).toBeGreaterThanOrEqual(0.9);
  });

  it('of a reader is not that of another, and the server’s own work has neither', async () => {
    const limits = { ...WIDE_LIMITS, usdPerReaderPerDay: 1, usdPerAddressPerDay: 2 };
    const ledger = testLedger(database.sql, { limits });
    await ledger.reserve(callOf());
    const other = { ...READER, readerId: '00000000-0000-4000-8000-000000000002' };
    expect(await refusalOf(ledger.reserve(callOf({ payer: other })))).toBe('granted');
    const third = { ...READER, readerId: null };
    expect(await refusalOf(ledger.reserve(callOf({ payer: third })))).toBe('address_day');
    expect(await refusalOf(ledger.reserve(callOf({ payer: { ...third, address: '192.0.2.8' } })))).toBe('granted');
    expect(await refusalOf(ledger.reserve(callOf({ payer: SERVER_PAYER })))).toBe('granted');
  });

  it('of nothing still lets models of one’s own answer', async () => {
    const limits = { ...WIDE_LIMITS, usdPerDay: 0, usdPerMonth: 0 };
    const ledger = testLedger(database.sql, { limits });
    expect(await refusalOf(ledger.reserve(callOf({ provider: 'local', model: 'qwen3' })))).toBe('granted');
    expect(await refusalOf(ledger.reserve(callOf()))).toBe('global_month');
  });

  it('does not keep the address that it is for', async () => {
    await testLedger(database.sql).reserve(callOf());
    const rows = await database.sql`select key from budget union all select address_hash from usage_entry`;
    expect(JSON.stringify(rows)).not.toContain('192.0.2');
  });
});

describe('days and months', () => {
  const at = (iso: string) => ({ now: () => Date.parse(iso) });

  it('begin anew at midnight UTC; a call counts for the day on which it began', async () => {
    const limits = { ...WIDE_LIMITS, usdPerDay: 1 };
    let time = Date.parse('2026-11-30T23:59:59.900Z');
    const ledger = testLedger(database.sql, { limits, now: () => time });
    const late = await ledger.reserve(callOf());
    expect(await refusalOf(ledger.reserve(callOf()))).toBe('global_day');
    time += 200;
    const early = await ledger.reserve(callOf());
    await late.settle(usageOf(400, 0));
    await early.release();
    expect(await sumsIn(database)).toMatchObject({
      'global_day 2026-11-30': 0.4,
      'global_month 2026-11-01': 0.4,
      'global_day 2026-12-01': 0,
      'global_month 2026-12-01': 0,
    });
  });

  it('are those of UTC, in a leap year too', async () => {
    await testLedger(database.sql, at('2028-02-29T23:30:00-01:00')).reserve(callOf());
    expect(Object.keys(await sumsIn(database))).toContain('global_day 2028-03-01');
  });

  it('tell a reader when the next one begins', async () => {
    const ledger = testLedger(database.sql, {
      ...at('2026-12-31T08:00:00Z'),
      limits: { ...WIDE_LIMITS, answersPerReaderPerDay: 5, answersPerAddressPerDay: 3 },
    });
    await ledger.reserve(callOf({ countsAsAnswer: true }));
    await ledger.reserve(callOf());
    expect(await ledger.allowance(READER)).toEqual({ answersLeft: 2, resetsAt: new Date('2027-01-01T00:00:00Z') });
    expect(await testLedger(database.sql).answersLeft(READER)).toBeNull();
  });

  it.each([
    ['the day’s money', { usdPerDay: 1 }, '2026-11-22'],
    ['the reader’s answers', { answersPerReaderPerDay: 1 }, '2026-11-22'],
    ['the month’s money', { usdPerMonth: 1 }, '2026-12-01'],
    ['the month’s money and the day’s', { usdPerDay: 1, usdPerMonth: 1 }, '2026-12-01'],
    ['the month’s money, but for a rest that pays for nothing', { usdPerMonth: 1.5 }, '2026-12-01'],
  ])('tell a reader when there will be answers again: %s', async (_spent, limits, day) => {
    const ledger = testLedger(database.sql, { limits: { ...WIDE_LIMITS, ...limits } });
    await ledger.reserve(callOf({ countsAsAnswer: true }));
    await refusalOf(ledger.reserve(callOf({ countsAsAnswer: true })));
    expect(await ledger.allowance(READER)).toEqual({ answersLeft: 0, resetsAt: new Date(`${day}T00:00:00Z`) });
  });

  it('tell a reader that there are answers as soon as one is made again', async () => {
    const ledger = testLedger(database.sql, {
      limits: { ...WIDE_LIMITS, usdPerMonth: 1.5, answersPerReaderPerDay: 9 },
    });
    const first = await ledger.reserve(callOf({ countsAsAnswer: true }));
    await refusalOf(ledger.reserve(callOf({ countsAsAnswer: true })));
    expect(await ledger.answersLeft(READER)).toBe(0);
    await first.settle(usageOf(100, 0));
    await ledger.reserve(callOf({ countsAsAnswer: true }));
    expect(await ledger.allowance(READER)).toEqual({ answersLeft: 7, resetsAt: new Date('2026-11-22T00:00:00Z') });
  });

  it('are done with a month that was spent when the next one begins', async () => {
    let now = NOON;
    const ledger = testLedger(database.sql, { now: () => now, limits: { ...WIDE_LIMITS, usdPerMonth: 1.5 } });
    await ledger.reserve(callOf({ countsAsAnswer: true }));
    await refusalOf(ledger.reserve(callOf({ countsAsAnswer: true })));
    now = Date.UTC(2026, 11, 1);
    expect(await ledger.allowance(READER)).toEqual({ answersLeft: null, resetsAt: new Date('2026-12-02T00:00:00Z') });
  });

  it('tell somebody without an identity what the first answer will leave them', async () => {
    const limits = { ...WIDE_LIMITS, answersPerReaderPerDay: 5, answersPerAddressPerDay: 300 };
    const ledger = testLedger(database.sql, { limits });
    expect(await ledger.answersLeft({ ...READER, readerId: null })).toBe(5);
  });

  it('tell a reader that none is left when the money is', async () => {
    const limits = { ...WIDE_LIMITS, usdPerReaderPerDay: 2, answersPerReaderPerDay: 50 };
    const ledger = testLedger(database.sql, { limits });
    await ledger.reserve(callOf({ countsAsAnswer: true }));
    expect(await ledger.answersLeft(READER)).toBe(49);
    await ledger.reserve(callOf());
    expect(await ledger.answersLeft(READER)).toBe(0);
    expect(await testLedger(database.sql, { limits: { ...WIDE_LIMITS, usdPerDay: 0 } }).answersLeft(READER)).toBeNull();
  });
});
