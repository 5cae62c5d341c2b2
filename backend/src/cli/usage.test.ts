import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../config/logging.ts';
import { usageCommand } from '../control-commands.ts';
import { openDatabase } from '../db/client.ts';
import { migrateDatabase } from '../db/migrate.ts';
import type { Receipt, ReceiptRequest } from '../usage/index.ts';
import { callOf, testLedger, usageOf } from '../usage/ledger.fixture.ts';
import { parseSince } from './usage.ts';
import { describeReceipts } from './usage-report.ts';

const LECTERN = fileURLToPath(new URL('./lectern.ts', import.meta.url));

const receipt: Receipt = {
  group: 'openai/gpt-4o-mini',
  calls: 12,
  openCalls: 0,
  estimatedCalls: 0,
  inputTokens: 40_000,
  cachedInputTokens: 1024,
  outputTokens: 6000,
  characters: 0,
  costUsd: 0.0095,
};
const request: ReceiptRequest = { since: new Date('2026-11-01T00:00:00Z'), by: 'model' };

describe('lectern usage', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lectern-cli-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('adds up what the database of the directory holds, and explains a wrong day in a line', async () => {
    const dataDir = join(root, 'data');
    const database = await openDatabase({ dataDir, logger: silentLogger() });
    await migrateDatabase(database);
    const ledger = testLedger(database.sql, { now: Date.now });
    await (await ledger.reserve(callOf())).settle(usageOf(400, 100, { estimated: true }));
    await database.close();
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['--conditions=lectern-source', LECTERN, 'usage', ...args], {
        cwd: root,
        env: { PATH: process.env['PATH'], HOME: root, LECTERN_ENV: 'test', DATA_DIR: dataDir, LOG_FILE: 'false' },
      });
    const { stdout } = await run('--since', '2d', '--by', 'feature', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      by: 'feature',
      receipts: [{ group: 'chat', calls: 1, estimatedCalls: 1, costUsd: 0.5 }],
      total: { calls: 1, costUsd: 0.5 },
    });
    await expect(run('--since', 'yesterday')).rejects.toMatchObject({
      stderr: expect.stringContaining('It must be a day such as 2026-11-01'),
    });
  }, 60_000);

  it('asks the running server, which checks what it is asked', async () => {
    const asked: ReceiptRequest[] = [];
    const sums = async (wanted: ReceiptRequest): Promise<Receipt[]> => {
      asked.push(wanted);
      return [receipt];
    };
    const command = usageCommand({ sums });
    const run = (args: Record<string, unknown>) =>
      command({ args, signal: new AbortController().signal, report: () => undefined });
    expect(await run({ since: '2026-11-01T00:00:00.000Z', by: 'model' })).toEqual([receipt]);
    expect(asked).toEqual([request]);
    await expect(run({ since: 'now', by: 'password' })).rejects.toThrow();
  });
});

describe('the table', () => {
  it('has a line a group and their sum', () => {
    const other = { ...receipt, group: null, calls: 3, costUsd: 0.1 };
    expect(describeReceipts([receipt, other], request)).toBe(
      [
        'model               calls  input  cached  output     USD',
        'openai/gpt-4o-mini     12  40000    1024    6000  0.0095',
        '(none)                  3  40000    1024    6000  0.1000',
        'since 2026-11-01       15  80000    2048   12000  0.1095',
      ].join('\n'),
    );
  });

  it('marks what was counted by us, and tells of calls that still run', () => {
    const text = describeReceipts([{ ...receipt, estimatedCalls: 2, openCalls: 1, characters: 500 }], request);
    expect(text).toContain('0.0095 *');
    expect(text).toContain('characters');
    expect(text).toContain('* 2 calls in our own count: the provider gave none, or was cut off.');
    expect(text).toContain('1 call still running: not in the sums yet.');
  });

  it('says so when there was nothing', () => {
    expect(describeReceipts([], request)).toBe('No provider was called since 2026-11-01.');
  });
});

it('reads days and numbers of days', () => {
  expect(parseSince('2026-11-01').toISOString()).toBe('2026-11-01T00:00:00.000Z');
  expect(parseSince('2d', new Date('2026-11-21T10:00:00Z')).toISOString()).toBe('2026-11-19T10:00:00.000Z');
  for (const wrong of ['2026-02-30', '30', '', 'x'.repeat(1000)]) expect(() => parseSince(wrong)).toThrow('must be');
});
