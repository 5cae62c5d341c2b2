/** Ledgers for tests: over a database, with small limits and round prices. */
import { Registry } from 'prom-client';
import { silentLogger } from '../config/logging.ts';
import type { Database, Sql } from '../db/client.ts';
import type { Ledger, Payer, ReservationRequest, SpentUsage } from './ledger.port.ts';
import { createLedger, type LedgerOptions } from './ledger.ts';
import { createPriceList } from './price-list.ts';
import type { SpendingLimits } from './spending-limits.ts';

/** No limit that a test would meet by chance. */
export const WIDE_LIMITS: SpendingLimits = {
  usdPerDay: 1000,
  usdPerMonth: 10_000,
  usdPerDayByFeature: new Map(),
  usdPerReaderPerDay: 1000,
  usdPerAddressPerDay: 1000,
  answersPerReaderPerDay: 0,
  answersPerAddressPerDay: 0,
};

/** `scripted/model` takes 1 USD for 1,000 tokens, in or out, half of it for cached ones; `local/…` is free. */
export const TEST_PRICES = createPriceList([
  {
    provider: 'scripted',
    model: 'model',
    kind: 'chat',
    inputUsdPerMillion: 1000,
    cachedInputUsdPerMillion: 500,
    outputUsdPerMillion: 1000,
    date: '2026-11-21',
  },
  {
    provider: 'local',
    model: '*',
    kind: 'chat',
    inputUsdPerMillion: 0,
    cachedInputUsdPerMillion: 0,
    outputUsdPerMillion: 0,
    date: '2026-11-21',
  },
  { provider: 'scripted', model: 'translator', kind: 'translation', usdPerMillionCharacters: 20, date: '2026-11-21' },
]);

/** Noon of an ordinary day. */
export const NOON = Date.UTC(2026, 10, 21, 12);

/** A reader at an address. */
export const READER: Payer = { address: '192.0.2.7', readerId: '00000000-0000-4000-8000-000000000001' };

/** A ledger of its own process: other figures, the same database. */
export function testLedger(sql: Sql, options: Partial<Omit<LedgerOptions, 'sql'>> = {}): Ledger {
  return createLedger({
    sql,
    prices: TEST_PRICES,
    limits: WIDE_LIMITS,
    addressKey: Buffer.alloc(32, 7),
    logger: silentLogger(),
    registry: new Registry(),
    waitForRoomMs: 0,
    now: () => NOON,
    ...options,
  });
}

/** A call that may cost 1 USD: 400 tokens in, at most 600 out. */
export function callOf(changes: Partial<ReservationRequest> = {}): ReservationRequest {
  return {
    payer: READER,
    feature: 'chat',
    provider: 'scripted',
    model: 'model',
    inputTokens: 400,
    maxOutputTokens: 600,
    ...changes,
  };
}

/** What the provider says that a call took. */
export function usageOf(inputTokens: number, outputTokens: number, changes: Partial<SpentUsage> = {}): SpentUsage {
  return { inputTokens, cachedInputTokens: 0, outputTokens, estimated: false, ...changes };
}

/** Empties the ledger. */
export async function emptyLedger({ sql }: Database): Promise<void> {
  await sql`truncate usage_entry, budget`;
}

/** The running sums by key, USD (answers as they are); keys end in their window's first day. */
export async function sumsIn({ sql }: Database): Promise<Record<string, number>> {
  const rows = await sql<{ key: string; day: string; committed: string }[]>`
    select key, window_start::text as day, committed from budget order by key, window_start`;
  return Object.fromEntries(
    rows.map(({ key, day, committed }) => [
      `${key.split(':')[0]} ${day}`,
      key.includes('answers') ? Number(committed) : Number(committed) / 1e9,
    ]),
  );
}
