import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { DirectoryLockedError } from '../../src/db/database-errors.ts';

const ROUNDS = 10;
const ROWS_PER_ROUND = 60;
const SCRIPT = fileURLToPath(new URL('./insert-until-killed.ts', import.meta.url));
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let dataDir: string;
let running: ChildProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lectern-kill-'));
});
afterAll(async () => {
  running?.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

/** Lets a process write until enough rows are acknowledged, kills it, and gives the numbers it had printed. */
async function writeAndKill(first: number, whileRunning?: () => Promise<void>): Promise<number[]> {
  const child = spawn(process.execPath, ['--conditions=lectern-source', SCRIPT, dataDir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  const exited = once(child, 'exit');
  const numbers: number[] = [];
  const lines = createInterface({ input: child.stdout });
  const enough = Promise.withResolvers<void>();
  lines.on('line', (line) => {
    numbers.push(Number(line));
    if (numbers.length === ROWS_PER_ROUND) enough.resolve();
  });
  const closed = once(lines, 'close');
  await Promise.race([enough.promise, exited.then(() => Promise.reject(new Error('The writer ended by itself')))]);
  await whileRunning?.();
  child.kill('SIGKILL');
  await Promise.all([exited, closed]);
  return numbers;
}

it(`loses no acknowledged row in ${ROUNDS} kills`, { timeout: 120_000 }, async () => {
  const acknowledged: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = round * 1_000_000;
    acknowledged.push(
      ...(await writeAndKill(first, async () => {
        if (round > 0) return;
        await expect(openDatabase({ dataDir, logger })).rejects.toThrow(DirectoryLockedError);
      })),
    );
  }
  const database = await openDatabase({ dataDir, logger });
  const rows = await database.sql<{ number: number }[]>`select number from acknowledged`;
  await database.close();
  const kept = new Set(rows.map(({ number }) => number));
  expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS * ROWS_PER_ROUND);
  expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
});
