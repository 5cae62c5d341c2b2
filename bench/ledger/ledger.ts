/**
 * Reservations per second: each is set aside and booked again, 32 at a time, by readers who share the operator's limits
 * (so that all of them queue for the same rows), on PostgreSQL and on the embedded database.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../backend/src/config/logging.ts';
import { type Database, openDatabase } from '../../backend/src/db/client.ts';
import { migrateDatabase } from '../../backend/src/db/migrate.ts';
import { testLedger } from '../../backend/src/usage/ledger.fixture.ts';
import { BudgetSpentError, type Ledger, type ReservationRequest } from '../../backend/src/usage/ledger.port.ts';
import type { SpendingLimits } from '../../backend/src/usage/spending-limits.ts';
import { startPostgres } from '../../backend/test/services/postgres-service.ts';
import { percentile } from '../percentile.ts';
import type { BenchTable } from '../table.ts';

const CONCURRENT = 32;
const PAIRS = 6000;
const WARM_UP_PAIRS = 500;
const READERS = 500;
/** Every limit is in force; none but the last row's is reached. */
const LIMITS: SpendingLimits = {
  usdPerDay: 100_000,
  usdPerMonth: 1_000_000,
  usdPerDayByFeature: new Map([['chat', 100_000]]),
  usdPerReaderPerDay: 1000,
  usdPerAddressPerDay: 1000,
  answersPerReaderPerDay: 1000,
  answersPerAddressPerDay: 10_000,
};

interface Measured {
  readonly reservationsPerSecond: number;
  readonly reserveMs: readonly number[];
  readonly settleMs: readonly number[];
  readonly granted: number;
}

function requestOf(index: number): ReservationRequest {
  const reader = index % READERS;
  return {
    payer: {
      address: `198.51.${reader >> 8}.${reader & 255}`,
      readerId: `00000000-0000-4000-8000-${String(reader).padStart(12, '0')}`,
    },
    feature: 'chat',
    provider: 'scripted',
    model: 'model',
    inputTokens: 400,
    maxOutputTokens: 600,
    countsAsAnswer: true,
  };
}

/** Sets aside and books, `CONCURRENT` at a time. */
async function measure(ledger: Ledger, pairs: number): Promise<Measured> {
  const reserveMs: number[] = [];
  const settleMs: number[] = [];
  let next = 0;
  let granted = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < pairs; index = next++) {
      const began = performance.now();
      const reservation = await ledger.reserve(requestOf(index)).catch((error: unknown) => {
        if (error instanceof BudgetSpentError) return undefined;
        throw error;
      });
      const reserved = performance.now();
      reserveMs.push(reserved - began);
      if (reservation === undefined) continue;
      granted += 1;
      await reservation.settle({ inputTokens: 400, cachedInputTokens: 0, outputTokens: 200, estimated: false });
      settleMs.push(performance.now() - reserved);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CONCURRENT }, work));
  return { reservationsPerSecond: (pairs * 1000) / (performance.now() - started), reserveMs, settleMs, granted };
}

/** What the running sums and the entries say, USD; they have to be equal. */
async function sumsAgree({ sql }: Database): Promise<boolean> {
  const [row] = await sql`select
    (select sum(committed) from budget where key = 'global_day') as kept,
    (select sum(cost_nano_usd) from usage_entry) as booked`;
  return row !== undefined && row['kept'] === row['booked'];
}

async function rowOf(name: string, database: Database, limits = LIMITS): Promise<string[]> {
  await database.sql`truncate usage_entry, budget`;
  const ledger = testLedger(database.sql, { limits });
  await measure(ledger, WARM_UP_PAIRS);
  const { reservationsPerSecond, reserveMs, settleMs, granted } = await measure(ledger, PAIRS);
  const shown = (samples: readonly number[], percent: number) =>
    samples.length === 0 ? '–' : percentile(samples, percent).toFixed(1);
  return [
    name,
    reservationsPerSecond.toFixed(0),
    shown(reserveMs, 50),
    shown(reserveMs, 95),
    shown(settleMs, 50),
    shown(settleMs, 95),
    `${granted} of ${PAIRS}`,
    (await sumsAgree(database)) ? 'equal' : 'DIFFERENT',
  ];
}

async function onPostgres(): Promise<string[][]> {
  const service = await startPostgres();
  const database = await openDatabase({ url: service.url, dataDir: tmpdir(), logger: silentLogger() });
  try {
    await migrateDatabase(database);
    const rows = [await rowOf('PostgreSQL', database)];
    await database.sql`alter system set fsync = on`;
    await database.sql`select pg_reload_conf()`;
    rows.push(await rowOf('PostgreSQL, each commit on the disk', database));
    rows.push(await rowOf('PostgreSQL, the day’s limit reached: refusals', database, { ...LIMITS, usdPerDay: 1 }));
    return rows;
  } finally {
    await database.close();
    await service.stop();
  }
}

async function onEmbedded(): Promise<string[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  const database = await openDatabase({ dataDir, logger: silentLogger() });
  try {
    await migrateDatabase(database);
    return await rowOf('embedded (PGlite)', database);
  } finally {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Measures both databases. */
export async function benchLedger(): Promise<BenchTable> {
  return {
    title: 'Ledger',
    columns: [
      'database',
      'reservations/s, each booked',
      'reserve p50 ms',
      'p95',
      'settle p50 ms',
      'p95',
      'granted',
      'sums and entries',
    ],
    rows: [...(await onPostgres()), await onEmbedded()],
    notes: [
      `${CONCURRENT} at a time over 10 connections, ${READERS} readers, seven limits in force: every call takes the rows of the day and the month. The database runs on the same cores. Goal: 1,000 on PostgreSQL.`,
    ],
  };
}
