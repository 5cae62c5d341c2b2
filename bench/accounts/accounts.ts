/** Sign-ins at a steady rate while answers stream: what each costs the other on the same cores. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../percentile.ts';
import { startLectern } from '../server/running-server.ts';
import { readAnswerStream } from '../server/stream-reader.ts';
import type { BenchTable } from '../table.ts';

const EMAIL = 'ada@example.org';
const PASSWORD = 'a long sentence is fine';
/** Sign-ins that begin in a second, whether or not the ones before have ended. */
const OFFERED_PER_SECOND = 50;
const SECONDS = 10;
/** Readers who ask one question after another. */
const ASKING = 4;
const QUESTION = 'Why does an accelerometer at rest read 9.81?';

interface SignIns {
  readonly latenciesMs: readonly number[];
  readonly refused: number;
  /** From the first to the end of the last, s. */
  readonly seconds: number;
}

async function post(origin: string, path: string, body: object): Promise<Response> {
  // A connection each: one that is kept may be closed by the server just as it is taken again.
  const headers = { 'content-type': 'application/json', connection: 'close' };
  return fetch(`${origin}/api/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Makes the account; the link of the mail is in the answer, since the server and we are on one machine. */
async function makeAccount(origin: string): Promise<void> {
  const response = await post(origin, 'sign-up/email', { email: EMAIL, name: 'Ada', password: PASSWORD });
  const { mail }: { mail?: { url: string | null } } = JSON.parse(await response.text());
  if (!mail?.url) throw new Error(`no account was made: ${response.status}`);
  const { pathname, search } = new URL(mail.url);
  await fetch(`${origin}${pathname}${search}`, { redirect: 'manual' });
}

/** Begins sign-ins at the rate, and waits for all of them. */
async function signInSteadily(origin: string): Promise<SignIns> {
  const latenciesMs: number[] = [];
  let refused = 0;
  const failed = new Map<string, number>();
  const started = performance.now();
  const one = async (): Promise<void> => {
    const began = performance.now();
    const response = await post(origin, 'sign-in/email', { email: EMAIL, password: PASSWORD }).catch(() => undefined);
    if (response === undefined) return void failed.set('cut', (failed.get('cut') ?? 0) + 1);
    await response.arrayBuffer();
    if (response.status === 200) latenciesMs.push(performance.now() - began);
    else if (response.status === 503) refused += 1;
    else failed.set(String(response.status), (failed.get(String(response.status)) ?? 0) + 1);
  };
  const all: Promise<void>[] = [];
  for (let begun = 0; begun < OFFERED_PER_SECOND * SECONDS; begun += 1) {
    const left = started + (begun * 1000) / OFFERED_PER_SECOND - performance.now();
    if (left > 0) await delay(left);
    all.push(one());
  }
  await Promise.all(all);
  if (failed.size > 0) console.warn('sign-ins that failed, by status:', Object.fromEntries(failed));
  return { latenciesMs, refused, seconds: (performance.now() - started) / 1000 };
}

/** Asks until told to stop; first deltas in ms. */
async function askSteadily(origin: string, signal: AbortSignal): Promise<number[]> {
  const deltas: number[] = [];
  await Promise.all(
    Array.from({ length: ASKING }, async () => {
      while (!signal.aborted) {
        const { firstDeltaMs, faults } = await readAnswerStream(origin, QUESTION, { store: false });
        if (faults.length > 0) throw new Error(`an answer was not whole: ${faults.join(', ')}`);
        if (firstDeltaMs !== undefined) deltas.push(firstDeltaMs);
      }
    }),
  );
  return deltas;
}

async function readDelayP99Ms(origin: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds ([\d.e+-]+)$/m.exec(text)?.[1] ?? Number.NaN) * 1000;
}

async function row(origin: string, passes: number, signsIn: boolean): Promise<string[]> {
  await readDelayP99Ms(origin);
  const end = new AbortController();
  const load = async () => {
    try {
      const signIns = signsIn ? await signInSteadily(origin) : await delay(SECONDS * 1000).then(() => null);
      return { signIns, delayP99Ms: await readDelayP99Ms(origin) };
    } finally {
      end.abort();
    }
  };
  const [{ signIns, delayP99Ms }, deltas] = await Promise.all([load(), askSteadily(origin, end.signal)]);
  const figures = (samples: readonly number[]) => [50, 95].map((percent) => percentile(samples, percent).toFixed(0));
  return [
    String(passes),
    signsIn ? String(OFFERED_PER_SECOND) : '0',
    ...(signIns === null
      ? ['–', '–', '–', '–']
      : [
          (signIns.latenciesMs.length / signIns.seconds).toFixed(1),
          String(signIns.refused),
          ...figures(signIns.latenciesMs),
        ]),
    ...figures(deltas),
    delayP99Ms.toFixed(1),
  ];
}

/** Measures with the passes that OWASP asks for, and with one. */
export async function benchAccounts(manifest: string): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const passes of [2, 1]) {
    const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
    const server = await startLectern(dataDir, manifest, {
      PASSWORD_HASH_PASSES: String(passes),
      RATE_LIMIT_SIGN_IN_PER_MINUTE: '0',
      RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '0',
      MAX_EVENT_LOOP_DELAY_MS: '0',
    });
    try {
      await makeAccount(server.url);
      await readAnswerStream(server.url, QUESTION, { store: false });
      for (const signsIn of [false, true]) rows.push(await row(server.url, passes, signsIn));
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  }
  return {
    title: 'Sign-ins while answers stream',
    columns: [
      'passes of Argon2id',
      'sign-ins offered/s',
      'signed in/s',
      'refused (503)',
      'sign-in p50 ms',
      'p95',
      'first delta p50 ms',
      'p95',
      'event loop delay p99 ms',
    ],
    rows,
    notes: [
      `${OFFERED_PER_SECOND} sign-ins begin each second for ${SECONDS} s beside ${ASKING} readers who ask without a pause; the load tool shares the cores. Hashes wait in line, two at once, off the event loop; who would wait longer than 10 s is refused at once.`,
    ],
  };
}
