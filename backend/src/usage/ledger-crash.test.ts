import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openTestDatabase } from '../db/db.fixture.ts';
import { callOf, sumsIn, testLedger, WIDE_LIMITS } from './ledger.fixture.ts';

const SPENDER = fileURLToPath(new URL('./ledger-spender.fixture.ts', import.meta.url));
const ROUNDS = 3;
const CALLS_BEFORE_KILL = 40;

/** Runs the spender and kills it in the midst of its calls. */
async function spendAndDie(url: string): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=lectern-source', SPENDER, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let booked = 0;
  child.stdout.on('data', (data: Buffer) => {
    booked += data.toString().split('\n').length - 1;
    if (booked >= CALLS_BEFORE_KILL) child.kill('SIGKILL');
  });
  const [code, signal] = await exited;
  expect([code, signal]).toEqual([null, 'SIGKILL']);
}

// The embedded database belongs to one process and dies with it.
it.runIf(process.env['LECTERN_TEST_DATABASE_URL'])(
  'a process that is killed among its calls leaves the sums right, and what it had set aside as spent',
  async () => {
    const database = await openTestDatabase();
    try {
      const [row] = await database.sql`select current_database() as name`;
      const url = new URL(process.env['LECTERN_TEST_DATABASE_URL'] ?? '');
      url.pathname = `/${row?.['name']}`;
      for (let round = 0; round < ROUNDS; round += 1) await spendAndDie(url.href);
      const [entries] = await database.sql`
        select sum(cost_nano_usd) as booked, count(*) filter (where settled_at is null) as open,
          sum(cost_nano_usd) filter (where settled_at is null) as set_aside from usage_entry`;
      expect(Number(entries?.['open'])).toBeGreaterThan(0);
      expect(Number(entries?.['set_aside'])).toBe(Number(entries?.['open']) * 1e9);
      const kept = (await sumsIn(database))['global_day 2026-11-21'] ?? 0;
      expect(kept).toBeCloseTo(Number(entries?.['booked']) / 1e9, 9);
      const limits = { ...WIDE_LIMITS, usdPerDay: kept + 0.5 };
      await expect(testLedger(database.sql, { limits }).reserve(callOf())).rejects.toMatchObject({
        limit: 'global_day',
      });
    } finally {
      await database.close();
    }
  },
  60_000,
);
