/** A real server on the built book: a fresh data directory, a free port, no limits per address. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_LIMIT_MS = 90_000;

/** true when there is a book to serve. */
export const bookIsBuilt = (): boolean => existsSync('docusaurus/build/lectern/book.json');

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function waitUntilReady(origin: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} before it was ready`);
    const response = await fetch(`${origin}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server was not ready in time');
}

/** How a server is started. */
export interface ServerOptions {
  /** Settings beside the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where browsers reach it, when that is not the server itself. */
  readonly publicUrl?: string;
}

/** A running server. */
export interface LecternServer {
  readonly origin: string;
  readonly port: number;
  /** Kills it without a word, as a crash does, and starts it again on the same data. */
  crashAndRestart(): Promise<void>;
  /** Kills it without a word. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server. @throws Error when it ends, or isn't ready within 90 seconds */
export async function startServer({ env = {}, publicUrl }: ServerOptions = {}): Promise<LecternServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-e2e-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const start = async () => {
    const child = spawn(process.execPath, ['--conditions=lectern-source', 'backend/src/main.ts'], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_URL: publicUrl ?? origin,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'error',
        RATE_LIMIT_PER_MINUTE: '0',
        RATE_LIMIT_ASK_PER_MINUTE: '0',
        PROOF_AFTER_PER_MINUTE: '0',
        // A machine that is busy with other tests must not make it turn readers away.
        MAX_EVENT_LOOP_DELAY_MS: '0',
        ...env,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await waitUntilReady(origin, child);
    return child;
  };
  let child = await start();
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return {
    origin,
    port,
    async crashAndRestart() {
      await end('SIGKILL');
      child = await start();
    },
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
