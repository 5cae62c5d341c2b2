/** Services that the rounds end as a power cut would, and start again with what they had kept. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { makeCluster } from '../services/postgres-service.ts';
import { startRedis } from '../services/redis-service.ts';
import { findFreePort, type RunningProgram, ServiceError, stopProgram } from '../services/service-process.ts';

/** A service in the hands of the rounds. A further one (a vector service) has to bring this, and no more. */
export interface KillableService {
  readonly name: string;
  /** Variables by which a server finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Name of its check in `/health`. */
  readonly check: string;
  /** Starts it; resolves when it answers. */
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ends it for good and deletes what it kept. */
  remove(): Promise<void>;
}

/** The old server's children hold its shared memory for a moment after it was killed. */
const START_ATTEMPTS = 40;
const START_PAUSE_MS = 100;

async function kill(program: RunningProgram | undefined): Promise<void> {
  if (program === undefined || program.child.exitCode !== null || program.child.signalCode !== null) return;
  const exited = once(program.child, 'exit');
  program.child.kill('SIGKILL');
  await exited;
}

/** A PostgreSQL with pgvector, with its default of what is kept over a crash. */
export async function killablePostgres(): Promise<KillableService & { readonly url: string }> {
  const cluster = await makeCluster();
  let program: RunningProgram | undefined;
  return {
    name: 'PostgreSQL',
    environment: { DATABASE_URL: cluster.url },
    check: 'database',
    url: cluster.url,
    async start() {
      for (let attempt = 1; ; attempt += 1) {
        try {
          program = await cluster.start(['fsync=on']);
          return;
        } catch (error) {
          if (!(error instanceof ServiceError) || attempt === START_ATTEMPTS) throw error;
          await delay(START_PAUSE_MS);
        }
      }
    },
    kill: () => kill(program),
    async remove() {
      if (program) await stopProgram(program, 'SIGINT');
      cluster.remove();
    },
  };
}

/** A Redis that keeps nothing: what was in it is gone when it comes back. */
export async function killableRedis(): Promise<KillableService> {
  const port = await findFreePort();
  let running: Awaited<ReturnType<typeof startRedis>> | undefined;
  return {
    name: 'Redis',
    environment: { REDIS_URL: `redis://127.0.0.1:${port}` },
    check: 'redis',
    async start() {
      // Of one that was killed only its folder is left.
      await running?.stop();
      running = await startRedis(port);
    },
    kill: () => kill(running?.program),
    remove: async () => running?.stop(),
  };
}
