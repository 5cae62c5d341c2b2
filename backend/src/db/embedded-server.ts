/** Keeps the thread of the embedded database running: starts it, restarts it after a crash, stops it. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { freeBytes } from './data-directory.ts';
import { DatabaseUnavailableError } from './database-errors.ts';
import type { DatabaseLogger } from './database-logger.ts';
import type { EmbeddedWorkerData, EmbeddedWorkerMessage } from './embedded-protocol.ts';

/** Restarts within {@link RESTART_WINDOW_MS} after which the server gives up. */
const MAX_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
/** After giving up it is tried once more now and then: somebody may have freed the full disk. */
const RETRY_AFTER_GIVING_UP_MS = 30_000;
/** A segment of the write-ahead log; with less space PostgreSQL can't go on. */
const NEEDED_BYTES = 16 * 1024 * 1024;

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

  /** Rolls back what is open, writes everything and ends the thread. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#retry);
    await this.#ready.catch(() => undefined);
    const worker = this.#worker;
    if (!worker) return;
    const exited = once(worker, 'exit');
    worker.postMessage('stop');
    await exited;
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
        else this.#reason = message.reason;
      });
    });
    const failed = exited.then(() => {
      this.#worker = undefined;
      throw new DatabaseUnavailableError(`The embedded database could not be opened: ${this.#reason || 'it ended'}.`);
    });
    await Promise.race([served, failed]);
    failed.catch(() => this.#recover());
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
      freeBytes(directory) < NEEDED_BYTES
        ? `The disk of ${directory} is full: free some space.`
        : 'Run "lectern doctor" and start again.';
    return new DatabaseUnavailableError(
      `The embedded database stopped ${MAX_RESTARTS} times within a minute (${reason}). ${mend}`,
    );
  }
}

async function connectTo(socketPath: string): Promise<Socket> {
  const socket = connect(socketPath);
  // The error, if any, comes out of once().
  await once(socket, 'connect');
  return socket;
}
