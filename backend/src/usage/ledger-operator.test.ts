import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { callOf, emptyLedger, NOON, sumsIn, testLedger, usageOf, WIDE_LIMITS } from './ledger.fixture.ts';
import { BudgetSpentError } from './ledger.port.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyLedger(database));
afterAll(() => database.close());

describe('a process that dies', () => {
  it('leaves its calls booked at their full amount, without any job', async () => {
    const limits = { ...WIDE_LIMITS, usdPerDay: 1.5 };
    await testLedger(database.sql, { limits }).reserve(callOf());
    const successor = testLedger(database.sql, { limits, now: () => NOON + 11 * 60_000 });
    await expect(successor.reserve(callOf())).rejects.toMatchObject({ limit: 'global_day' });
  });

  it('and turns out to live corrects what was booked', async () => {
    const reservation = await testLedger(database.sql).reserve(callOf());
    await testLedger(database.sql, { now: () => NOON + 3_600_000 }).reserve(callOf());
    await reservation.settle(usageOf(400, 0));
    expect(await sumsIn(database)).toMatchObject({ 'global_day 2026-11-21': 1.4 });
  });
});

describe('the operator', () => {
  it('is warned once when 80 % of a limit is used, from whatever process', async () => {
    const warn = vi.fn();
    const limits = { ...WIDE_LIMITS, usdPerDay: 5 };
    const ledgers = [1, 2].map(() => testLedger(database.sql, { limits, logger: { warn, error: vi.fn() } }));
    for (let index = 0; index < 3; index += 1) await ledgers[index % 2]?.reserve(callOf());
    expect(warn).not.toHaveBeenCalled();
    const fourth = await ledgers[0]?.reserve(callOf());
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toEqual({ limit: 'global_day', windowStart: '2026-11-21', capUsd: 5 });
    await fourth?.release();
    await ledgers[1]?.reserve(callOf());
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('sees in the figures what was spent, refused, and how full the limits are', async () => {
    const registry = new Registry();
    const ledger = testLedger(database.sql, { registry, limits: { ...WIDE_LIMITS, usdPerDay: 4, usdPerMonth: 8 } });
    const reservation = await ledger.reserve(callOf());
    await reservation.settle(usageOf(400, 600));
    await expect(ledger.reserve(callOf({ inputTokens: 5000 }))).rejects.toThrow(BudgetSpentError);
    const text = await registry.metrics();
    expect(text).toContain('lectern_usage_spent_usd_total{provider="scripted",model="model",feature="chat"} 1\n');
    expect(text).toContain('lectern_usage_refused_total{limit="global_day",feature="chat"} 1\n');
    expect(text).toContain('lectern_budget_used_ratio{limit="global_day"} 0.25\n');
    expect(text).toContain('lectern_budget_used_ratio{limit="global_month"} 0.125\n');
  });

  it('sees the other figures when the database does not answer', async () => {
    const registry = new Registry();
    testLedger(database.sql, { registry, now: () => Number.NaN });
    expect(await registry.metrics()).toContain('lectern_usage_refused_total');
  });
});
