/** The real server, and the real `lectern` command, as processes of their own: what is killed here is what readers run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../services/service-process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MAIN = 'backend/src/main.ts';
const COMMAND = 'backend/src/cli/lectern.ts';
/** A start takes a second on a free machine; this one may be busy with other tests. */
const READY_TIMEOUT_MS = 120_000;
/** Twice the grace time of running answers, and more. */
const STOP_TIMEOUT_MS = 30_000;
const POLL_MS = 25;

/** Where a server keeps its data and finds its book, and as whom it runs. */
export interface ServerPlace {
  readonly dataDir: string;
  /** Path or address. */
  readonly manifest: string;
  /** Default: a free port. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** User and group id of the process; default: this one's. */
  readonly uid?: number;
}

/** A process that has ended. */
export interface EndedProcess {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  /** All that it wrote, standard output and standard error. */
  readonly output: string;
}

/** A server process. */
export interface ServerProcess {
  /** E.g. `http://127.0.0.1:43211`. */
  readonly origin: string;
  readonly pid: number;
  /** From the start of the process until it was ready, ms. */
  readonly readyMs: number;
  /** Settles when the process has ended. */
  readonly ended: Promise<EndedProcess>;
  /** Whether it runs. */
  alive(): boolean;
  /** All that it has written until now. */
  output(): string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as an operator does; one that has not ended long after its grace time is killed, and its code is null. */
  stop(): Promise<EndedProcess>;
}

function environment(place: ServerPlace, port: number): NodeJS.ProcessEnv {
  return {
    // The variables of whoever runs the tests must not change what is tested.
    PATH: process.env['PATH'],
    LECTERN_ENV: 'test',
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: place.dataDir,
    BOOK_MANIFEST: place.manifest,
    LOG_LEVEL: 'error',
    RATE_LIMIT_PER_MINUTE: '0',
    RATE_LIMIT_ASK_PER_MINUTE: '0',
    ...place.env,
  };
}

function spawnNode(script: string, args: readonly string[], place: ServerPlace, port: number): ChildProcess {
  const user = place.uid === undefined ? {} : { uid: place.uid, gid: place.uid };
  return spawn(process.execPath, ['--conditions=lectern-source', script, ...args], {
    cwd: ROOT,
    env: environment(place, port),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
}

function collect(child: ChildProcess): { output: () => string; ended: Promise<EndedProcess> } {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
    output,
  }));
  return { output: () => output, ended };
}

async function untilReady(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The server ended before it was ready: ${output()}`);
    }
    const response = await fetch(`${origin}/health/ready`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await delay(POLL_MS);
  }
  child.kill('SIGKILL');
  throw new Error(`The server was not ready in time: ${output()}`);
}

/**
 * Starts a server and waits until an index answers.
 * @throws Error with all that it wrote when it ends before, or is not ready in time
 */
export async function startServerProcess(place: ServerPlace): Promise<ServerProcess> {
  const started = performance.now();
  const port = place.port ?? (await findFreePort());
  const child = spawnNode(MAIN, [], place, port);
  const { output, ended } = collect(child);
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(origin, child, output);
  return {
    origin,
    pid: child.pid ?? 0,
    readyMs: performance.now() - started,
    ended,
    alive: () => child.exitCode === null && child.signalCode === null,
    output,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      const result = await ended;
      clearTimeout(timer);
      return result;
    },
  };
}

/** Stops a server. @throws Error when it did not end by itself, with code 0 */
export async function stopCleanly(server: ServerProcess): Promise<void> {
  const { code, output } = await server.stop();
  if (code !== 0) throw new Error(`The server did not stop when it was told to (${code ?? 'killed'}): ${output}`);
}

/** Starts a server that is expected to end by itself, and waits for that; one that does not is killed. */
export async function runServerToItsEnd(place: ServerPlace): Promise<EndedProcess> {
  const child = spawnNode(MAIN, [], place, place.port ?? (await findFreePort()));
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_TIMEOUT_MS);
  const result = await collect(child).ended;
  clearTimeout(timer);
  return result;
}

/** Runs a `lectern` command to its end. */
export async function runLectern(args: readonly string[], place: ServerPlace): Promise<EndedProcess> {
  return collect(spawnNode(COMMAND, args, place, place.port ?? 8000)).ended;
}
