/** Starts processes for a benchmark on free loopback ports, waits until they answer, and ends them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A process that answers at `url`. */
export interface RunningServer {
  /** Origin, e.g. `http://127.0.0.1:43211`. */
  readonly url: string;
  /** Time from the start of the process to its first good answer, ms. */
  readonly readyMs: number;
  /** Resident memory now, bytes (Linux); 0 elsewhere. */
  residentBytes(): Promise<number>;
  /** Ends the process and waits for its end. */
  stop(): Promise<void>;
}

/** A free port on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function answers(
  url: string,
  headers: Record<string, string>,
  child: ChildProcess,
  deadlineMs: number,
): Promise<void> {
  while (performance.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode} before it answered`);
    const response = await fetch(url, { headers }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`no good answer from ${url} in time`);
}

/**
 * Starts a command and waits until `path` answers with 2xx.
 * @throws Error when the process ends or does not answer within a minute.
 */
export async function startServer(
  command: string,
  args: (port: number) => readonly string[],
  options: { path: string; headers?: Record<string, string>; env?: (port: number) => NodeJS.ProcessEnv; cwd?: string },
): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(command, args(port), {
    cwd: options.cwd,
    env: { ...process.env, ...options.env?.(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await answers(`${url}${options.path}`, options.headers ?? {}, child, started + 60_000);
  return {
    url,
    readyMs: performance.now() - started,
    residentBytes: () => residentBytes(child.pid),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

/** Lectern's API on a data directory and a manifest. */
export function startLectern(dataDir: string, manifest: string, env: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
  return startServer(
    process.execPath,
    () => ['--conditions=lectern-source', '--max-semi-space-size=16', 'backend/src/main.ts'],
    {
      path: '/health/ready',
      env: (port) => ({
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        BOOK_MANIFEST: manifest,
        LOG_LEVEL: 'error',
        // The load comes from one address: the limit per address is not what is measured here.
        RATE_LIMIT_PER_MINUTE: '0',
        RATE_LIMIT_ASK_PER_MINUTE: '0',
        ...env,
      }),
    },
  );
}
