/**
 * A filled installation on the real server and the real commands: backed up while it serves, moved from the embedded
 * database to PostgreSQL (where there is one), wiped and restored; and each command killed in its middle.
 */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestEveryTable } from '../../src/backup/installation.fixture.ts';
import { deriveKeys } from '../../src/config/secret.ts';
import { openDatabase } from '../../src/db/client.ts';
import { createDatabase } from '../services/postgres-service.ts';
import type { Service } from '../services/service-process.ts';
import { type AcknowledgedAnswer, ask } from './asking.ts';
import { checkConversations } from './conversation-check.ts';
import { generateBook, PRINTED_QUESTION } from './printed-book.ts';
import { runLectern, type ServerPlace, startServerProcess, stopCleanly } from './server-process.ts';

const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const COMMAND = fileURLToPath(new URL('../../src/cli/lectern.ts', import.meta.url));
const POSTGRES = process.env['LECTERN_TEST_DATABASE_URL'];
/** Rows of a large table, so that a command can be met in its middle. */
const MANY_ROWS = 10_000;
/** Of the session of an account. */
const SESSION_TOKEN = 'a-token-of-32-characters-or-more';

let folder: string;
let source: ServerPlace;
let reader: AcknowledgedAnswer;
let readerCookie: string;
/** What every table of the source comes to. */
let digests: ReadonlyMap<string, unknown>;
const databases: Service[] = [];

const at = (name: string): string => join(folder, name);
const inDirectory = (name: string): ServerPlace => ({ ...source, dataDir: at(name) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-moving-'));
  const manifest = at('book.json');
  writeFileSync(manifest, JSON.stringify(generateBook(6)));
  source = { dataDir: at('source'), manifest };
  const server = await startServerProcess(source);
  try {
    const asked = await ask({
      origin: server.origin,
      request: { question: PRINTED_QUESTION, scope: { type: 'book' } },
      form: 'json',
      cookie: undefined,
    });
    if (asked.kind !== 'acknowledged') throw new Error(`The question was refused: ${asked.problem.detail}`);
    reader = asked.answer;
    readerCookie = reader.cookie;
    await fillLearning(server.origin, readerCookie);
    const { code, output } = await runLectern(['backup', '--to', at('live.jsonl.gz')], source);
    expect(output).toContain('is written');
    expect(code).toBe(0);
  } finally {
    await stopCleanly(server);
  }
  await addRows(source.dataDir);
  digests = await digestsOf(source);
}, 480_000);

afterAll(async () => {
  for (const database of databases) await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A chapter that the reader has ticked. */
async function fillLearning(origin: string, cookie: string): Promise<void> {
  const [chapter] = generateBook(6).chapters;
  const completed = { value: true, updatedAt: new Date().toISOString() };
  const response = await fetch(`${origin}/api/v1/learning/progress`, {
    method: 'PUT',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: JSON.stringify({ chapters: [{ chapterKey: chapter?.key, completed }] }),
  });
  expect(response.ok, await response.text()).toBe(true);
}

/** Many small rows, and some of each table that a short visit leaves empty. */
async function addRows(dataDir: string): Promise<void> {
  const database = await openDatabase({ dataDir, logger });
  try {
    await database.sql`
      insert into audit_entry (kind, details)
      select 'test', jsonb_build_object('number', n, 'text', repeat('سلام ', 20)) from generate_series(1, ${MANY_ROWS}) n`;
    await database.sql`insert into "user" (name, email, email_verified) values ('Ada', 'ada@example.org', true)`;
    await database.sql`
      insert into session (user_id, token, expires_at) select id, ${SESSION_TOKEN}, now() + interval '1 day' from "user"`;
  } finally {
    await database.close();
  }
}

async function digestsOf(options: { dataDir: string; url?: string }): Promise<ReadonlyMap<string, unknown>> {
  const database = await openDatabase({ ...options, logger, idleInTransactionMs: 60_000 });
  try {
    return await digestEveryTable(database);
  } finally {
    await database.close();
  }
}

/** Starts a server there and looks whether the reader's cookie still opens the old conversation. */
async function expectConversation(place: ServerPlace, whileItRuns?: (origin: string) => Promise<void>): Promise<void> {
  const server = await startServerProcess(place);
  try {
    const report = await checkConversations(server.origin, [reader], [readerCookie]);
    expect(report).toMatchObject({ conversations: 1, lost: [], halves: [] });
    await whileItRuns?.(server.origin);
  } finally {
    await stopCleanly(server);
  }
}

/** The cookie that the browser of the account holds: its session's token, signed by a key made of the secret. */
function accountCookie(secret: string): string {
  const key = deriveKeys(secret).sessions.toString('base64url');
  const signature = createHmac('sha256', key).update(SESSION_TOKEN).digest('base64');
  return `lectern.session_token=${encodeURIComponent(`${SESSION_TOKEN}.${signature}`)}`;
}

/** Runs a command and kills it as soon as it says a word of its progress. */
async function killWhen(word: string, args: readonly string[], place: ServerPlace): Promise<string> {
  const child = spawn(process.execPath, ['--conditions=lectern-source', COMMAND, ...args], {
    env: { PATH: process.env['PATH'], LECTERN_ENV: 'test', DATA_DIR: place.dataDir, ...place.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes(word)) child.kill('SIGKILL');
    });
  }
  const [, signal] = await once(child, 'close');
  return signal === 'SIGKILL' ? 'killed' : output;
}

describe('an embedded installation', { timeout: 480_000 }, () => {
  it('comes back from a backup that was written while it served, and is left alone while it serves again', async () => {
    const place = inDirectory('restored');
    const { code, output } = await runLectern(['restore', at('live.jsonl.gz')], place);
    expect(output).toContain('every row was compared');
    expect(output).toContain('another secret');
    expect(code).toBe(0);
    // The reader's cookie is signed by a key that is made of the secret.
    cpSync(join(source.dataDir, 'secret'), join(place.dataDir, 'secret'));
    await expectConversation(place, async () => {
      for (const args of [
        ['restore', at('live.jsonl.gz'), '--replace'],
        ['migrate', '--from', place.dataDir, '--to', at('elsewhere')],
      ]) {
        const refused = await runLectern(args, place);
        expect(refused.output).toContain('Stop it, and run the command again.');
        expect(refused.code).toBe(1);
      }
      expect(existsSync(at('elsewhere'))).toBe(false);
    });
  });

  it('is as it was after it was backed up, wiped and restored', async () => {
    const place = inDirectory('wiped');
    cpSync(source.dataDir, place.dataDir, { recursive: true });
    expect((await runLectern(['backup', '--to', at('whole.jsonl.gz')], place)).code).toBe(0);
    rmSync(join(place.dataDir, 'postgres'), { recursive: true });
    const { code, output } = await runLectern(['restore', at('whole.jsonl.gz')], place);
    expect(output).not.toContain('another secret');
    expect(code).toBe(0);
    expect(await digestsOf(place)).toEqual(digests);
  });

  it('is whole, and no backup is there, when a backup is killed', async () => {
    expect(await killWhen('Copying', ['backup', '--to', at('killed.jsonl.gz')], source)).toBe('killed');
    expect(existsSync(at('killed.jsonl.gz'))).toBe(false);
    expect(await digestsOf(source)).toEqual(digests);
  });

  it('holds what it held before when a restore is killed after all its rows were written', async () => {
    const place = inDirectory('wiped');
    expect(await killWhen('Reading back', ['restore', at('live.jsonl.gz'), '--replace'], place)).toBe('killed');
    expect(await digestsOf(place)).toEqual(digests);
  });
});

describe.skipIf(!POSTGRES)('a move to PostgreSQL', { timeout: 480_000 }, () => {
  const newDatabase = async (): Promise<string> => {
    const database = await createDatabase(POSTGRES ?? '');
    databases.push(database);
    return database.url;
  };

  it('carries every row; the old conversation opens, and the account is signed in, by their old cookies', async () => {
    const url = await newDatabase();
    const dry = await runLectern(['migrate', '--from', source.dataDir, '--to', url, '--dry-run'], source);
    expect(dry.output).toContain('Nothing was changed');
    const { code, output } = await runLectern(['migrate', '--from', source.dataDir, '--to', url], source);
    expect(output).toContain('every row was compared');
    expect(output).not.toContain(url);
    expect(code).toBe(0);
    expect(await digestsOf({ dataDir: folder, url })).toEqual(digests);
    expect(await digestsOf(source)).toEqual(digests);
    const LECTERN_SECRET = readFileSync(join(source.dataDir, 'secret'), 'utf8').trim();
    await expectConversation(
      { ...inDirectory('moved'), env: { DATABASE_URL: url, LECTERN_SECRET } },
      async (origin) => {
        const cookie = accountCookie(LECTERN_SECRET);
        const response = await fetch(`${origin}/api/auth/get-session`, { headers: { cookie, origin } });
        expect(await response.json()).toMatchObject({ user: { email: 'ada@example.org' } });
      },
    );
  });

  it('leaves the target empty and the source as it was when it is killed', async () => {
    const url = await newDatabase();
    for (const phase of ['Copying', 'Reading back']) {
      const args = ['migrate', '--from', source.dataDir, '--to', url];
      expect(await killWhen(phase, args, source)).toBe('killed');
    }
    expect(await digestsOf(source)).toEqual(digests);
    // Only an empty target is filled without --replace.
    const { code, output } = await runLectern(['migrate', '--from', source.dataDir, '--to', url], source);
    expect(output).toContain('every row was compared');
    expect(code).toBe(0);
  });

  it('backs up beside a running server, refuses to restore under it, and restores after a wipe', async () => {
    const url = await newDatabase();
    const place = { ...inDirectory('server'), env: { DATABASE_URL: url } };
    expect((await runLectern(['restore', at('live.jsonl.gz')], place)).code).toBe(0);
    const server = await startServerProcess(place);
    try {
      expect((await runLectern(['backup', '--to', at('beside.jsonl.gz')], place)).code).toBe(0);
      const under = await runLectern(['restore', at('beside.jsonl.gz'), '--replace'], place);
      expect(under.output).toContain('A server is connected to the target database');
      expect(under.code).toBe(1);
    } finally {
      await stopCleanly(server);
    }
    const before = await digestsOf({ dataDir: folder, url });
    expect((await runLectern(['backup', '--to', at('after.jsonl.gz')], place)).code).toBe(0);
    expect(await killWhen('Copying', ['restore', at('beside.jsonl.gz'), '--replace'], place)).toBe('killed');
    expect(await digestsOf({ dataDir: folder, url })).toEqual(before);
    expect((await runLectern(['restore', at('after.jsonl.gz'), '--replace'], place)).code).toBe(0);
    expect(await digestsOf({ dataDir: folder, url })).toEqual(before);
  });

  it('goes the other way as well', async () => {
    const url = await newDatabase();
    const place = { ...inDirectory('back'), env: { DATABASE_URL: url } };
    expect((await runLectern(['migrate', '--from', source.dataDir, '--to', url], place)).code).toBe(0);
    const { code, output } = await runLectern(['migrate', '--from', url, '--to', at('embedded')], place);
    expect(output).toContain('every row was compared');
    expect(code).toBe(0);
    expect(await digestsOf({ dataDir: at('embedded') })).toEqual(digests);
  });
});
