import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteOldLogs } from './log-file.ts';
import { createLogging, moduleLogger } from './logging.ts';
import { requestContext } from './request-context.ts';
import { loadSettings } from './settings.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A log whose lines are kept. */
async function openLog(variables: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'lectern-log-'));
  const settings = loadSettings({ LECTERN_ENV: 'test', LOG_FILE: 'false', ...variables }, { root });
  const text: string[] = [];
  const logging = await createLogging(settings, { destination: { write: (line) => void text.push(line) } });
  return { ...logging, settings, text, lines: () => text.map((line): Record<string, unknown> => JSON.parse(line)) };
}

describe('lines', () => {
  it('are JSON with time, level and message', async () => {
    const log = await openLog();
    log.logger.info({ count: 3 }, 'three things');
    expect(log.lines()).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-.+Z$/), count: 3, msg: 'three things' },
    ]);
  });

  it('carry the id of the request they belong to', async () => {
    const log = await openLog();
    requestContext.run({ requestId: 'request-1' }, () => moduleLogger(log.logger, log.settings, 'chat').info('inside'));
    log.logger.info('outside');
    expect(log.lines().map((line) => line['requestId'])).toEqual(['request-1', undefined]);
  });

  it('are filtered by the level of their module', async () => {
    const log = await openLog({ LOG_LEVEL: 'warn', LOG_LEVELS: 'chat=debug,database=error' });
    for (const module of ['chat', 'database', 'http']) {
      const logger = moduleLogger(log.logger, log.settings, module);
      logger.debug('detail');
      logger.warn('warning');
    }
    expect(log.lines().map(({ module, msg }) => [module, msg])).toEqual([
      ['chat', 'detail'],
      ['chat', 'warning'],
      ['http', 'warning'],
    ]);
  });
});

describe('secrets', () => {
  it.each([
    [{ password: 'hunter2' }],
    [{ req: { headers: { authorization: 'hunter2', cookie: 'hunter2', 'set-cookie': 'hunter2' } } }],
    [{ user: { token: 'hunter2' } }],
    [{ provider: { apiKey: 'hunter2' } }],
  ])('are taken out by name: %j', async (fields) => {
    const log = await openLog();
    log.logger.info(fields, 'something');
    expect(log.text.join()).not.toContain('hunter2');
    expect(log.text.join()).toContain('[redacted]');
  });

  it('of the settings are taken out wherever they stand', async () => {
    const log = await openLog({
      DATABASE_URL: 'postgresql://me:p%40ssw%22rd@localhost/book',
      OPENAI_API_KEY: 'sk-very-secret',
      METRICS_TOKEN: 'token-for-metrics',
    });
    log.logger.error({ err: new Error('401 for sk-very-secret at postgresql://me:p%40ssw%22rd@localhost/book') }, 'x');
    log.logger.warn({ text: 'p@ssw"rd and token-for-metrics' }, 'sk-very-secret');
    expect(log.text.join()).not.toMatch(/sk-very|p%40ss|p@ss|token-for/);
    for (const line of log.text) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('in any URL are taken out', async () => {
    const log = await openLog();
    log.logger.info('connecting to redis://default:hunter2@cache.example:6379/0');
    expect(log.lines()[0]?.['msg']).toBe('connecting to redis://default:[redacted]@cache.example:6379/0');
  });

  it('that drivers hang on errors are left out', async () => {
    const log = await openLog();
    const error = Object.assign(new Error('failed'), {
      code: '23505',
      parameters: ['hunter2'],
      query: 'insert hunter2',
    });
    log.logger.error({ err: error }, 'x');
    expect(log.text.join()).not.toContain('hunter2');
    expect(log.lines()[0]?.['err']).toMatchObject({ type: 'Error', message: 'failed', code: '23505' });
  });
});

describe('what readers write', () => {
  it('is logged at debug only, above by its length', async () => {
    const log = await openLog({ LOG_LEVEL: 'debug' });
    log.logger.info({ question: 'Who am I?' }, 'asked');
    log.logger.debug({ question: 'Who am I?' }, 'asked');
    expect(log.lines().map(({ question, questionChars }) => [question, questionChars])).toEqual([
      [undefined, 9],
      ['Who am I?', undefined],
    ]);
  });
});

describe('log files', () => {
  it('hold the same lines and are closed whole', async () => {
    const log = await openLog({ LOG_FILE: 'true' });
    for (let count = 0; count < 100; count += 1) log.logger.info({ count }, 'line');
    await log.close();
    const directory = log.settings.logging.directory ?? '';
    const [name = ''] = readdirSync(directory);
    expect(name).toMatch(/^lectern\.\d+\.log$/);
    expect(readFileSync(join(directory, name), 'utf8').trim().split('\n')).toHaveLength(100);
  });

  it('that cannot be written cost a warning, not the start', async () => {
    const log = await openLog({ LOG_FILE: 'true', LOG_DIR: '/dev/null/logs' });
    expect(log.lines()[0]?.['msg']).toContain('no log files');
    await log.close();
  });

  it('are deleted by age, and nothing else is', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'lectern-old-logs-'));
    const now = Date.now();
    for (const [name, days] of [
      ['lectern.1.log', 20],
      ['lectern.2.log', 3],
      ['notes.log', 99],
    ] as const) {
      writeFileSync(join(directory, name), 'x');
      const time = (now - days * DAY_MS) / 1000;
      utimesSync(join(directory, name), time, time);
    }
    expect(await deleteOldLogs(directory, 14, now)).toEqual(['lectern.1.log']);
    expect(readdirSync(directory).sort()).toEqual(['lectern.2.log', 'notes.log']);
  });
});
