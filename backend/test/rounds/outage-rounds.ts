/** Kills a service under two servers while readers ask, brings it back, and looks what became of what was accepted. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { generateBook, PRINTED_QUESTION, writeBook } from '../faults/printed-book.ts';
import { createSeededRandom, pickWhole } from '../faults/seeded-random.ts';
import { type ServerProcess, startServerProcess, stopCleanly } from '../faults/server-process.ts';
import { startOpenAiServer, TEST_API_KEY } from '../openai-server/openai-server.ts';
import { type KillableService, killablePostgres, killableRedis } from './killable-service.ts';
import { countStoredAnswers, type StoredAnswers } from './outage-check.ts';
import { letReadersAsk, type Readers } from './outage-readers.ts';

/** How the rounds run. */
export interface OutageOptions {
  /** Empty; for the servers' data directories. */
  readonly directory: string;
  readonly rounds: number;
  readonly seed: number;
  /** Readers who ask at once. */
  readonly readers: number;
  /** Which service is killed in a round; rounds count from 1. */
  readonly victim: (services: OutageServices, round: number) => KillableService;
  /** Services beside PostgreSQL and Redis. */
  readonly others?: readonly KillableService[];
}

/** What the servers work with. */
export interface OutageServices {
  readonly postgres: KillableService & { readonly url: string };
  readonly redis: KillableService;
  readonly others: readonly KillableService[];
}

/** One round. */
export interface OutageRound extends StoredAnswers {
  readonly round: number;
  /** How long the service was away, ms. */
  readonly awayMs: number;
  /** Whole answers while it was away and until the servers had recovered. */
  readonly answeredMeanwhile: number;
  readonly answered: number;
  readonly accepted: number;
  /** Requests that came to nothing, by reason. */
  readonly failed: Readonly<Record<string, number>>;
  /** From the service's first answer until each server is healthy and has answered a new question, ms. */
  readonly recoveryMs: number;
  /** What the servers wrote to their logs at level error and above: the messages. */
  readonly errors: readonly string[];
}

const LEAST_CALM_MS = 400;
const MOST_CALM_MS = 1_200;
const LEAST_AWAY_MS = 200;
const MOST_AWAY_MS = 2_500;
const HEALTH_POLL_MS = 25;
const RECOVERY_TIMEOUT_MS = 60_000;
/** Between the words of an answer, so that some are on their way when the service goes. */
const PACE_MS = 10;
const QUESTIONS = [PRINTED_QUESTION, 'Why does a late joiner miss the map?', 'Who won the cup in 1998?'];

/** Runs the rounds, one after the other, on the same data. */
export async function* killUnderLoad(options: OutageOptions): AsyncGenerator<OutageRound> {
  const random = createSeededRandom(options.seed);
  const services = { postgres: await killablePostgres(), redis: await killableRedis(), others: options.others ?? [] };
  const all = [services.postgres, services.redis, ...services.others];
  const provider = await startOpenAiServer({ paceMs: PACE_MS });
  const servers: ServerProcess[] = [];
  try {
    for (const service of all) await service.start();
    servers.push(...(await startReplicas(options.directory, all, provider.baseUrl)));
    for (let round = 1; round <= options.rounds; round += 1) {
      yield await runRound({ round, servers, services, random, options });
    }
    for (const server of servers.splice(0)) await stopCleanly(server);
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
    await provider.close();
    for (const service of all.toReversed()) await service.remove();
  }
}

/** Two servers with a data directory each, and one secret. */
async function startReplicas(
  directory: string,
  services: readonly KillableService[],
  providerUrl: string,
): Promise<ServerProcess[]> {
  const manifest = join(directory, 'book.json');
  await writeBook(manifest, generateBook(2));
  const env = {
    ...Object.assign({}, ...services.map(({ environment }) => environment)),
    LECTERN_SECRET: 'one secret for both of the servers in the rounds',
    LLM_BASE_URL: providerUrl,
    LLM_API_KEY: TEST_API_KEY,
    LLM_MODEL: 'gpt-4o-mini',
    PRICES_FILE: 'backend/test/openai-server/prices.json',
    ...NO_LIMITS,
  };
  // One after the other: the first one migrates and indexes.
  const first = await startServerProcess({ dataDir: join(directory, 'first'), manifest, env });
  const second = await startServerProcess({ dataDir: join(directory, 'second'), manifest, env });
  return [first, second];
}

/** What is looked at is not how busy the machine is, nor what readers may spend. */
const NO_LIMITS = {
  MAX_EVENT_LOOP_DELAY_MS: '0',
  BUDGET_USD_PER_DAY: '1000',
  BUDGET_USD_PER_MONTH: '1000',
  PROOF_AFTER_PER_MINUTE: '0',
};

interface RoundInput {
  readonly round: number;
  readonly servers: readonly ServerProcess[];
  readonly services: OutageServices;
  readonly random: () => number;
  readonly options: OutageOptions;
}

async function runRound({ round, servers, services, random, options }: RoundInput): Promise<OutageRound> {
  const victim = options.victim(services, round);
  const origins = servers.map(({ origin }) => origin);
  const written = servers.map((server) => server.output().length);
  const readers = letReadersAsk({
    origins,
    count: options.readers,
    seed: pickWhole(random, 0, 1e9),
    questions: QUESTIONS,
  });
  await readers.answeredByAll();
  await delay(pickWhole(random, LEAST_CALM_MS, MOST_CALM_MS));
  const before = readers.answers.length;
  const killedAt = performance.now();
  await victim.kill();
  await delay(pickWhole(random, LEAST_AWAY_MS, MOST_AWAY_MS));
  await victim.start();
  const backAt = performance.now();
  await untilRecovered(readers, servers);
  const recoveryMs = performance.now() - backAt;
  const answeredMeanwhile = readers.answers.length - before;
  await readers.stop();
  return {
    round,
    awayMs: backAt - killedAt,
    recoveryMs,
    answeredMeanwhile,
    answered: readers.answers.length,
    accepted: readers.accepted.length,
    failed: countBy(readers.failed.map(({ reason, accepted }) => (accepted ? `${reason} after meta` : reason))),
    errors: servers.flatMap((server, at) => readMessages(server.output().slice(written[at]))),
    ...(await countStoredAnswers(services.postgres.url, readers.accepted, readers.answers)),
  };
}

async function untilRecovered(readers: Readers, servers: readonly ServerProcess[]): Promise<void> {
  const limit = new AbortController();
  const tooLate = delay(RECOVERY_TIMEOUT_MS, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`The servers have not recovered within ${RECOVERY_TIMEOUT_MS / 1000} s.`);
  });
  const recovered = Promise.all([
    readers.answeredByAll(),
    ...servers.map((server) => untilHealthy(server, limit.signal)),
  ]);
  try {
    await Promise.race([recovered, tooLate]);
  } finally {
    limit.abort();
    await tooLate.catch(() => undefined);
  }
}

const healthSchema = z.object({ status: z.string() });

async function untilHealthy(server: ServerProcess, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (!server.alive()) throw new Error(`A server ended by itself: ${server.output()}`);
    const response = await fetch(`${server.origin}/health`).catch(() => undefined);
    if (response && healthSchema.parse(await response.json()).status === 'healthy') return;
    await delay(HEALTH_POLL_MS);
  }
}

function countBy(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    Array.from(
      Map.groupBy(names, (name) => name),
      ([name, same]) => [name, same.length],
    ),
  );
}

const logLineSchema = z.object({ msg: z.string() });

/** Messages of log lines; what is no log line comes as it is. */
function readMessages(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    try {
      return logLineSchema.parse(JSON.parse(line)).msg;
    } catch {
      return line;
    }
  });
}
