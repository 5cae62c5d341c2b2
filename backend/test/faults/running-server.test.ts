/** One server, and all that must not bring it down: bad requests, bad manifests, a second server, many streams. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookResponseSchema, chatSessionDetailSchema, chatSessionPageSchema } from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswerStream } from '../../../bench/server/stream-reader.ts';
import { deriveKeys } from '../../src/config/secret.ts';
import { connectControl } from '../../src/control/index.ts';
import { createCookieSigner, IDENTITY_MAX_AGE_SECONDS } from '../../src/middleware/cookie-signer.ts';
import { type AcknowledgedAnswer, ask } from './asking.ts';
import { faultsOfRefusal, listBadRequests, sendBadRequest } from './bad-input.ts';
import { hostBrokenManifests, type ManifestHost, writeBrokenManifests } from './broken-manifests.ts';
import { generateBook, PRINTED_QUESTION, printBook, writeBook } from './printed-book.ts';
import { runLectern, runServerToItsEnd, type ServerProcess, startServerProcess } from './server-process.ts';

const STREAMS = 100;
/** Starting processes takes long on a machine that does much else. */
const PROCESSES_MS = 120_000;

const book = generateBook(2);
let directory: string;
let place: { dataDir: string; manifest: string; env: Record<string, string> };
let server: ServerProcess;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lectern-faults-'));
  // What is looked at is not how busy the machine is: pressure is another test's matter.
  const env = { MAX_EVENT_LOOP_DELAY_MS: '0' };
  place = { dataDir: join(directory, 'data'), manifest: join(directory, 'book.json'), env };
  await writeBook(place.manifest, book);
  server = await startServerProcess(place);
}, PROCESSES_MS);
afterAll(async () => {
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

const get = (path: string, cookie = '') => fetch(`${server.origin}/api/v1${path}`, { headers: { cookie } });
const indexVersion = async () => bookResponseSchema.parse(await (await get('/book')).json()).indexVersion;

/** Asks a question that must be answered and stored. */
async function askWell(question: string, cookie?: string): Promise<AcknowledgedAnswer> {
  const asked = await ask({ origin: server.origin, request: { question }, form: 'json', cookie });
  if (asked.kind === 'refused') throw new Error(JSON.stringify(asked.problem));
  return asked.answer;
}

describe('bad requests', { timeout: PROCESSES_MS }, () => {
  it('are refused each with its status, code and request id, and nothing of them is stored', async () => {
    const [chapter] = book.chapters;
    if (chapter === undefined) throw new Error('no chapter');
    const { cookie } = await askWell(PRINTED_QUESTION);
    const faults: string[] = [];
    for (const request of listBadRequests(chapter)) {
      faults.push(...faultsOfRefusal(request, await sendBadRequest(server.origin, request)));
      faults.push(...faultsOfRefusal(request, await sendBadRequest(server.origin, request, cookie)));
    }
    expect(faults).toEqual([]);
    const { items } = chatSessionPageSchema.parse(await (await get('/chat/sessions', cookie)).json());
    expect(items.map(({ messageCount }) => messageCount)).toEqual([2]);
    expect(server.alive()).toBe(true);
  });

  it.each([
    [
      'control characters',
      'What does an \u0000accelerometer\u0007 at rest read?',
      'What does an accelerometer at rest read?',
    ],
    [
      'a right-to-left override',
      'What does an accel\u202Eerometer\u202C at rest read?',
      'What does an accelerometer at rest read?',
    ],
    ['emoji', '🤖 What does an accelerometer at rest read?', '🤖 What does an accelerometer at rest read?'],
  ])('are not those whose words stand beside %s: they are answered', async (_what, question, kept) => {
    const { cookie, sessionId, text } = await askWell(question);
    const { messages } = chatSessionDetailSchema.parse(await (await get(`/chat/sessions/${sessionId}`, cookie)).json());
    expect(text).toContain('9.81');
    expect(messages[0]?.text).toBe(kept);
  });

  it('with a forged or expired cookie are those of a stranger', async () => {
    const { cookie, sessionId } = await askWell(PRINTED_QUESTION);
    const [name, value = ''] = cookie.split('=');
    const [id = '', issued, signature] = value.split('.');
    const keys = deriveKeys((await readFile(join(place.dataDir, 'secret'), 'utf8')).trim());
    const longAgo = createCookieSigner(keys.cookies, () => Date.now() - (IDENTITY_MAX_AGE_SECONDS + 60) * 1000);
    const stranger = '7b1f2c3d-0000-4000-8000-000000000000';
    const cookies = {
      own: cookie,
      expired: `${name}=${longAgo.sign(id)}`,
      'of another': `${name}=${stranger}.${issued}.${signature}`,
      'issued later': `${name}=${id}.${Number(issued) + 1}.${signature}`,
      nonsense: `${name}=%00'; drop table chat_session`,
    };
    const seen: Record<string, unknown> = {};
    for (const [kind, given] of Object.entries(cookies)) {
      const list = chatSessionPageSchema.parse(await (await get('/chat/sessions', given)).json());
      seen[kind] = [(await get(`/chat/sessions/${sessionId}`, given)).status, list.items.length];
    }
    const unknown = [404, 0];
    expect(seen).toEqual({
      own: [200, 1],
      expired: unknown,
      'of another': unknown,
      'issued later': unknown,
      nonsense: unknown,
    });
    const next = await askWell(PRINTED_QUESTION, cookies.expired);
    expect((await get(`/chat/sessions/${next.sessionId}`, cookie)).status).toBe(404);
  });

  it('with a cookie, from another site or from none, are refused', async () => {
    const { cookie } = await askWell(PRINTED_QUESTION);
    const base = {
      name: 'another site',
      status: 403,
      code: 'ORIGIN_NOT_ALLOWED',
      body: '{"question":"What is ROS 2?"}',
    } as const;
    const request = { ...base, headers: { origin: 'https://elsewhere.example' } };
    expect(faultsOfRefusal(request, await sendBadRequest(server.origin, request, cookie))).toEqual([]);
  });
});

describe('a broken manifest', { timeout: PROCESSES_MS }, () => {
  let host: ManifestHost;
  beforeAll(async () => {
    host = await hostBrokenManifests();
  });
  afterAll(() => host.close());

  it('is refused with its reason, whatever is wrong with it, and the old index answers', async () => {
    const before = await indexVersion();
    const reasons: Record<string, unknown> = {};
    const cases = [...(await writeBrokenManifests(directory, book)), ...host.quick];
    for (const { name, location, reason } of cases) {
      reasons[name] = await refusalOf(location).then((text) => reason.test(text) || text);
    }
    expect(reasons).toEqual(Object.fromEntries(cases.map(({ name }) => [name, true])));
    expect(await indexVersion()).toBe(before);
    expect((await askWell(PRINTED_QUESTION)).text).toContain('9.81');
  });

  it('makes lectern ingest end with 1 and one line', async () => {
    const { code, output } = await runLectern(['ingest', join(directory, 'nothing.json')], place);
    expect(code).toBe(1);
    expect(output).toMatch(/^There is no manifest at .+nothing\.json\. Build the site, or set BOOK_MANIFEST\.$/m);
    expect(output).not.toContain('    at ');
  });
});

/** What the command line is told about a manifest. */
async function refusalOf(location: string): Promise<string> {
  const client = await connectControl(place.dataDir);
  try {
    for await (const event of client?.runCommand('ingest', { manifest: location }) ?? []) {
      if (event.type === 'result') return `accepted: ${JSON.stringify(event.data)}`;
    }
    return 'no server';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('beside a running server', { timeout: PROCESSES_MS }, () => {
  it('a second one on its directory ends with 1 and one line, and the first goes on', async () => {
    const { code, output } = await runServerToItsEnd(place);
    expect(code).toBe(1);
    expect(output.trim()).toMatch(
      new RegExp(`^The data directory .+ is in use by process ${server.pid}\\. Stop that process.+$`),
    );
    expect((await askWell(PRINTED_QUESTION)).text).toContain('9.81');
  });

  it('one on its port ends with 1 and one line', async () => {
    const port = Number(new URL(server.origin).port);
    const { code, output } = await runServerToItsEnd({ ...place, dataDir: join(directory, 'other'), port });
    expect([code, output.trim()]).toEqual([
      1,
      `Another program listens on port ${port} of 127.0.0.1. Stop it, or set PORT to another number.`,
    ]);
  });

  it('lectern ingest works through its control socket', async () => {
    const before = await indexVersion();
    const path = join(directory, 'next.json');
    await writeBook(path, printBook(book, 1));
    const { code, output } = await runLectern(['ingest', path], place);
    expect([code, output]).toEqual([0, expect.stringContaining(`Version ${before + 1} answers now`)]);
    expect(await indexVersion()).toBe(before + 1);
  });
});

describe('many readers', { timeout: PROCESSES_MS }, () => {
  it(`get ${STREAMS} streams at once, each whole, in order and without gaps`, async () => {
    const questions = [PRINTED_QUESTION, 'Why does a late joiner miss the map?', 'Who won the cup in 1998?'];
    const streams = Array.from({ length: STREAMS }, (_, at) =>
      readAnswerStream(server.origin, questions[at % 3] ?? ''),
    );
    expect((await Promise.all(streams)).flatMap(({ faults }) => faults)).toEqual([]);
    expect(await (await fetch(`${server.origin}/metrics`)).text()).toMatch(
      /^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m,
    );
  });
});

it('the server has lived through all of it, and stops as it should', async () => {
  expect(server.alive()).toBe(true);
  const { code } = await server.stop();
  expect(code).toBe(0);
});
