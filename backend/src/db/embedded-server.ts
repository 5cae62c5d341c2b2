/** Keeps the thread of the embedded database running: starts it, restarts it after a crash, stops it. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { freeBytes } from './data-directory.ts';
import { DatabaseUnavailableError } from './database-errors.ts';
import type { DatabaseLogger } from './database-logger.ts';
import type {
  EmbeddedWorkerCommand,
  EmbeddedWorkerData,
  EmbeddedWorkerMessage,
  ServerLimits,
} from './embedded-protocol.ts';
import { LOG_SEGMENT_BYTES } from './free-space.ts';
import { watchThread } from './thread-watchdog.ts';

/** Restarts within {@link RESTART_WINDOW_MS} after which the server gives up. */
const MAX_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
/** After giving up it is tried once more now and then: somebody may have freed the full disk. */
const RETRY_AFTER_GIVING_UP_MS = 30_000;
/** Longer than any single statement takes here: 30 s without a sign of life. */
const PING_MS = 5_000;
const MOST_UNANSWERED_PINGS = 6;
/** Enough to replay a long log on a slow disk. */
const BOOT_TIMEOUT_MS = 120_000;
/** What is not written by then is in the log, as after a kill. */
const STOP_TIMEOUT_MS = 5_000;

const CONNECT_ATTEMPTS = 3;
/** A thread that has lost its socket ends within this. */
const EXIT_TIMEOUT_MS = 3_000;

/** What the server needs to know. */
export interface EmbeddedServerOptions {
  /** PGlite's data directory. */
  readonly directory: string;
  readonly socketPath: string;
  /** Template for a new directory; used for the first start only. */
  readonly templatePath?: string | undefined;
  readonly idleInTransactionMs: number;
  readonly limits?: ServerLimits | undefined;
  readonly logger: DatabaseLogger;
}

/** A running embedded database. */
export class EmbeddedServer {
  readonly #options: EmbeddedServerOptions;
  #worker: Worker | undefined;
  #ready: Promise<void> = Promise.resolve();
  #exited: Promise<unknown> = Promise.resolve();
  #stopping = false;
  #crashes: number[] = [];
  #reason = '';
  #retry: NodeJS.Timeout | undefined;

  private constructor(options: EmbeddedServerOptions) {
    this.#options = options;
  }

  /**
   * Starts the thread and waits until it serves.
   *
   * @throws DatabaseUnavailableError when the database can't be opened
   */
  static async start(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
    const server = new EmbeddedServer(options);
    await server.#boot(options.templatePath);
    return server;
  }

  /**
   * Connects to the database, after a restart that is under way.
   *
   * @throws DatabaseUnavailableError when it has stopped for good
   */
  async connect(): Promise<Socket> {
    for (let attempt = 1; ; attempt++) {
      await this.#ready;
      try {
        return await connectTo(this.#options.socketPath);
      } catch (error) {
        if (attempt === CONNECT_ATTEMPTS || this.#stopping) throw error;
        // The thread is ending, and the event that tells so is still to come; then #ready is a new promise.
        await Promise.race([this.#exited, delay(EXIT_TIMEOUT_MS, undefined, { ref: false })]);
        await nextTurn();
      }
    }
  }

  /** Whether the database serves or will again. */
  async whenReady(): Promise<void> {
    await this.#ready;
  }

  /** Rolls back what is open, writes everything and ends the thread; one that does not end in time is terminated. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#retry);
    const limitMs = this.#options.limits?.stopMs ?? STOP_TIMEOUT_MS;
    await settledWithin(this.#ready, limitMs);
    const worker = this.#worker;
    if (!worker) return;
    const exited = this.#exited;
    worker.postMessage('stop' satisfies EmbeddedWorkerCommand);
    if (!(await settledWithin(exited, limitMs))) {
      this.#options.logger.warn({ limitMs }, 'The embedded database did not stop in time; its thread is ended');
      await worker.terminate();
    }
    rmSync(this.#options.socketPath, { force: true });
  }

  /** Ends the thread at once, as a crash would; for tests of what happens then. */
  async terminate(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #boot(templatePath?: string): Promise<void> {
    // Left behind by a process that was killed; nobody else can use it, the directory is locked.
    rmSync(this.#options.socketPath, { force: true });
    const workerData: EmbeddedWorkerData = {
      directory: this.#options.directory,
      socketPath: this.#options.socketPath,
      templatePath,
      idleInTransactionMs: this.#options.idleInTransactionMs,
    };
    this.#reason = '';
    const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData });
    this.#worker = worker;
    worker.on('error', (error) => {
      this.#reason = error instanceof Error ? error.message : String(error);
    });
    const exited = once(worker, 'exit');
    this.#exited = exited;
    const served = new Promise<void>((resolve) => {
      worker.on('message', (message: EmbeddedWorkerMessage) => {
        if (message.type === 'ready') resolve();
        else if (message.type === 'failed') this.#reason = message.reason;
      });
    });
    const failed = exited.then(() => {
      this.#worker = undefined;
      throw new DatabaseUnavailableError(`The embedded database could not be opened: ${this.#reason || 'it ended'}.`);
    });
    const timer = setTimeout(() => this.#end(worker, 'it did not open in time'), this.#bootMs());
    await Promise.race([served, failed]).finally(() => clearTimeout(timer));
    this.#watch(worker);
    failed.catch(() => this.#recover());
  }

  #bootMs(): number {
    return this.#options.limits?.bootMs ?? BOOT_TIMEOUT_MS;
  }

  #watch(worker: Worker): void {
    const { pingMs = PING_MS, mostUnanswered = MOST_UNANSWERED_PINGS } = this.#options.limits ?? {};
    watchThread(worker, { pingMs, mostUnanswered }, () => this.#end(worker, 'it gave no sign of life'));
  }

  /** Ends a thread that hangs; what follows is as after a crash. */
  #end(worker: Worker, reason: string): void {
    this.#reason = reason;
    void worker.terminate();
  }

  /** After a crash: waits a growing while and boots again, until it has crashed too often. */
  #recover(): void {
    if (this.#stopping) return;
    const reason = this.#reason || 'it ended without a reason';
    this.#options.logger.error({ reason }, 'The embedded database stopped; it is started again');
    this.#startRestarting(reason);
  }

  #startRestarting(reason: string): void {
    this.#ready = this.#restart(reason);
    // Kept for those who wait; nobody may be waiting now.
    this.#ready.catch((error: unknown) => {
      if (this.#stopping) return;
      this.#options.logger.error({ err: error }, 'The embedded database is down');
      this.#crashes = [];
      this.#retry = setTimeout(() => this.#startRestarting(reason), RETRY_AFTER_GIVING_UP_MS);
      this.#retry.unref();
    });
  }

  async #restart(reason: string): Promise<void> {
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < RESTART_WINDOW_MS), now];
    if (this.#crashes.length > MAX_RESTARTS) throw this.#explainGivingUp(reason);
    // Without space for its log the thread would hang in the middle of its recovery.
    if (freeBytes(this.#options.directory) < LOG_SEGMENT_BYTES) throw this.#explainGivingUp(reason);
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** (this.#crashes.length - 1), MAX_BACKOFF_MS);
    await delay(backoffMs);
    if (this.#stopping) throw new DatabaseUnavailableError('The embedded database is being stopped.');
    try {
      await this.#boot();
    } catch (error) {
      await this.#restart(error instanceof Error ? error.message : String(error));
    }
  }

  #explainGivingUp(reason: string): DatabaseUnavailableError {
    const { directory } = this.#options;
    const mend =
      freeBytes(directory) < LOG_SEGMENT_BYTES
        ? `The disk of ${directory} is full: free some space.`
        : 'Run "lectern doctor" and start again.';
    return new DatabaseUnavailableError(
      `The embedded database stopped (${reason}) and could not be started again. ${mend}`,
    );
  }
}

async function connectTo(socketPath: string): Promise<Socket> {
  const socket = connect(socketPath);
  // The error, if any, comes out of once().
  await once(socket, 'connect');
  return socket;
}

/** Waits for a promise to settle, either way, but not longer. @returns whether it did */
async function settledWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  const limit = new AbortController();
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, delay(limitMs, false, { signal: limit.signal })]);
  } finally {
    limit.abort();
  }
}
