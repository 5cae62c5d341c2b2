/** A server whose disk fills up under it, gets space again, and is killed. */
import { setTimeout as delay } from 'node:timers/promises';
import { type AcknowledgedAnswer, type Asked, ask } from './asking.ts';
import { checkConversations } from './conversation-check.ts';
import { type ServerPlace, startServerProcess, stopCleanly } from './server-process.ts';
import type { SmallDisk } from './small-disk.ts';

/** What happened, in the order of happening. */
export interface FullDiskReport {
  /** Answers that were acknowledged before the disk was full, and while it was. */
  readonly acknowledgedBefore: number;
  readonly acknowledgedWhileFull: number;
  /** Codes of what was refused while the disk was full, by form and code, e.g. `json 507 STORAGE_FULL`. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Status of reading and of asking without storing while the disk was full. */
  readonly statusWhileFull: Readonly<Record<string, number>>;
  /** Time from the space's return until a question was stored again, ms; undefined: it never was. */
  readonly recoveryMs: number | undefined;
  readonly acknowledgedAfter: number;
  /** The server lived until it was killed. */
  readonly stayedUp: boolean;
  readonly lost: readonly string[];
  readonly halves: readonly string[];
}

const QUESTION = 'What does an accelerometer at rest read?';
const BEFORE = 10;
/** A segment of the write-ahead log takes 16 MB of answers before the next one does not fit. */
const MOST_WHILE_FULL = 20_000;
/** Readers who ask at once while the disk is full. */
const READERS = 8;
const ENOUGH_REFUSALS = 8;
const RECOVERY_TIMEOUT_MS = 40_000;
const READ_TIMEOUT_MS = 10_000;
const PAUSE_MS = 200;

/** Lets a server meet a disk that gets full. With `spareMegabytes` left, pages of tables still fit, and the next segment of the log (16 MB) does not. */
export async function meetFullDisk(
  place: ServerPlace,
  disk: Pick<SmallDisk, 'fill' | 'free'>,
  spareMegabytes = 0,
): Promise<FullDiskReport> {
  let server = await startServerProcess(place);
  const answers: AcknowledgedAnswer[] = [];
  const cookies = new Set<string>();
  const refusals: Record<string, number> = {};
  const askOnce = async (turn: number): Promise<Asked | undefined> => {
    const form = turn % 2 === 0 ? 'json' : 'stream';
    const last = answers.at(-1);
    const known = last === undefined ? {} : { sessionId: last.sessionId };
    const asking = {
      origin: server.origin,
      request: { question: QUESTION, ...known },
      form,
      cookie: last?.cookie,
    } as const;
    const asked = await ask(asking).catch((error: unknown) => String(error));
    const outcome =
      typeof asked === 'string'
        ? asked
        : asked.kind === 'refused'
          ? `${form} ${asked.status} ${asked.problem.code}`
          : undefined;
    if (outcome !== undefined) refusals[outcome] = (refusals[outcome] ?? 0) + 1;
    if (typeof asked === 'string') return undefined;
    if (asked.kind === 'acknowledged') {
      answers.push(asked.answer);
      cookies.add(asked.answer.cookie);
    }
    return asked;
  };
  try {
    for (let turn = 0; turn < BEFORE; turn += 1) await askOnce(turn);
    const acknowledgedBefore = answers.length;
    disk.fill(spareMegabytes);
    let refused = 0;
    const askUntilRefused = async (reader: number): Promise<void> => {
      for (let turn = reader; turn < MOST_WHILE_FULL && refused < ENOUGH_REFUSALS; turn += READERS + 1) {
        if ((await askOnce(turn))?.kind !== 'acknowledged') refused += 1;
      }
    };
    await Promise.all(Array.from({ length: READERS }, (_, reader) => askUntilRefused(reader)));
    const acknowledgedWhileFull = answers.length - acknowledgedBefore;
    const statusWhileFull = await readAll(server.origin);
    const refusedWhileFull = { ...refusals };
    disk.free();
    const freed = performance.now();
    let recovered = false;
    while (!recovered && performance.now() - freed < RECOVERY_TIMEOUT_MS) {
      recovered = (await askOnce(0))?.kind === 'acknowledged';
      if (!recovered) await delay(PAUSE_MS);
    }
    const recoveryMs = recovered ? performance.now() - freed : undefined;
    for (let turn = 0; recovered && turn < BEFORE; turn += 1) await askOnce(turn);
    const acknowledgedAfter = answers.length - acknowledgedBefore - acknowledgedWhileFull;
    const stayedUp = server.alive();
    await server.kill();
    server = await startServerProcess(place);
    const { lost, halves } = await checkConversations(server.origin, answers, cookies);
    return {
      acknowledgedBefore,
      acknowledgedWhileFull,
      refusals: refusedWhileFull,
      statusWhileFull,
      recoveryMs,
      acknowledgedAfter,
      stayedUp,
      lost,
      halves,
    };
  } finally {
    await stopCleanly(server);
  }
}

async function readAll(origin: string): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  for (const path of ['/health/live', '/health/ready', '/api/v1/book', '/api/v1/search?q=sensor']) {
    statuses[path] = await statusOf(`${origin}${path}`, {});
  }
  statuses['ask, store: false'] = await statusOf(`${origin}/api/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: QUESTION, store: false }),
  });
  return statuses;
}

async function statusOf(url: string, options: RequestInit): Promise<number> {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(READ_TIMEOUT_MS) }).catch(
    () => undefined,
  );
  await response?.body?.cancel();
  return response?.status ?? 0;
}
