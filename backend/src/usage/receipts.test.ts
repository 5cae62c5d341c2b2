import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { callOf, emptyLedger, NOON, READER, sumsIn, testLedger, usageOf } from './ledger.fixture.ts';
import { createReceipts } from './receipts.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const EVER = new Date(0);

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyLedger(database));
afterAll(() => database.close());

const receiptsAt = (time: number) => createReceipts(database.db, () => time);

describe('receipts', () => {
  it('add up what calls took, the dearest group first', async () => {
    const ledger = testLedger(database.sql);
    const calls = [
      { feature: 'chat', chapterId: 'a/b/sensors', usage: usageOf(100, 50, { cachedInputTokens: 40 }) },
      { feature: 'chat', usage: usageOf(200, 50, { estimated: true }) },
      { feature: 'embeddings', language: 'ur', usage: usageOf(900, 0) },
    ] as const;
    for (const { usage, ...call } of calls) await (await ledger.reserve(callOf(call))).settle(usage);
    const receipts = receiptsAt(NOON);
    expect(await receipts.sums({ since: EVER, by: 'feature' })).toEqual([
      {
        group: 'embeddings',
        calls: 1,
        openCalls: 0,
        estimatedCalls: 0,
        inputTokens: 900,
        cachedInputTokens: 0,
        outputTokens: 0,
        characters: 0,
        costUsd: 0.9,
      },
      {
        group: 'chat',
        calls: 2,
        openCalls: 0,
        estimatedCalls: 1,
        inputTokens: 300,
        cachedInputTokens: 40,
        outputTokens: 100,
        characters: 0,
        costUsd: 0.38,
      },
    ]);
    const groups = async (by: Parameters<typeof receipts.sums>[0]['by']) =>
      (await receipts.sums({ since: EVER, by })).map(({ group, costUsd }) => [group, costUsd]);
    expect(await groups('chapter')).toEqual([
      [null, 1.15],
      ['a/b/sensors', 0.13],
    ]);
    expect(await groups('language')).toEqual([
      ['ur', 0.9],
      [null, 0.38],
    ]);
    expect(await groups('model')).toEqual([['scripted/model', 1.28]]);
    expect(await groups('provider')).toEqual([['scripted', 1.28]]);
  });

  it('go by days of UTC, from the day asked for', async () => {
    const days = ['2026-11-19T23:59:59Z', '2026-11-20T00:00:00Z', '2026-11-21T12:00:00Z'];
    for (const day of days) await testLedger(database.sql, { now: () => Date.parse(day) }).reserve(callOf());
    const rows = await receiptsAt(NOON + DAY_MS).sums({ since: new Date('2026-11-20'), by: 'day' });
    expect(rows.map(({ group }) => group)).toEqual(['2026-11-20', '2026-11-21']);
  });

  it('count a call that still runs apart, and as spent at its full amount when its process died', async () => {
    await testLedger(database.sql).reserve(callOf());
    const [running] = await receiptsAt(NOON + 9 * MINUTE_MS).sums({ since: EVER, by: 'feature' });
    expect(running).toMatchObject({ calls: 1, openCalls: 1, estimatedCalls: 0, inputTokens: 0, costUsd: 0 });
    const [dead] = await receiptsAt(NOON + 11 * MINUTE_MS).sums({ since: EVER, by: 'feature' });
    expect(dead).toMatchObject({ calls: 1, openCalls: 0, estimatedCalls: 1, inputTokens: 400, costUsd: 1 });
  });
});

describe('retention', () => {
  it('deletes old calls and readers’ sums of days that are over; the operator’s sums stay right', async () => {
    await testLedger(database.sql, { now: () => NOON - 30 * DAY_MS }).reserve(callOf());
    await testLedger(database.sql, { now: () => NOON - DAY_MS }).reserve(callOf());
    await testLedger(database.sql).reserve(callOf());
    expect(await receiptsAt(NOON).retain(20)).toBe(1);
    expect(await sumsIn(database)).toEqual({
      'global_day 2026-10-22': 1,
      'global_month 2026-10-01': 1,
      'global_day 2026-11-20': 1,
      'reader_day 2026-11-20': 1,
      'address_day 2026-11-20': 1,
      'global_day 2026-11-21': 1,
      'global_month 2026-11-01': 2,
      'reader_day 2026-11-21': 1,
      'address_day 2026-11-21': 1,
    });
    expect(await receiptsAt(NOON + 900 * DAY_MS).retain(0)).toBe(0);
    expect(await database.sql`select 1 from usage_entry`).toHaveLength(2);
  });

  it('forgets a reader and keeps what was spent; a call that still ran is booked all the same', async () => {
    const reservation = await testLedger(database.sql).reserve(callOf());
    await receiptsAt(NOON).forgetReader(READER.readerId ?? '');
    await reservation.settle(usageOf(400, 0));
    expect(await sumsIn(database)).toEqual({
      'address_day 2026-11-21': 0.4,
      'global_day 2026-11-21': 0.4,
      'global_month 2026-11-01': 0.4,
    });
    expect(await database.sql`select reader_id, cost_nano_usd from usage_entry`).toEqual([
      { reader_id: null, cost_nano_usd: '400000000' },
    ]);
  });
});
