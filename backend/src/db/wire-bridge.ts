/**
 * Lets many connections share the one backend of PGlite, over the PostgreSQL wire protocol on a unix socket (a named
 * pipe on Windows), so that the same driver serves the embedded database and a real server.
 *
 * A connection owns the backend from the first unit of a transaction to the ReadyForQuery that says idle; the next in
 * line follows. Parse, Bind and Execute of two connections can therefore never mix, and transactions are isolated.
 */
import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BackendFilter, fatalMessage, type TransactionStatus } from './wire-backend.ts';
import {
  closeStatementMessage,
  FrontendReader,
  queryMessage,
  startupMessage,
  syncMessage,
  type Unit,
} from './wire-frontend.ts';

/** The part of PGlite that the bridge needs. */
export interface WireBackend {
  execProtocolRawStream(
    message: Uint8Array,
    options: { syncToFs: boolean; onRawData: (data: Uint8Array) => void },
  ): Promise<void>;
}

/** How the bridge listens, and what it does in trouble. */
export interface WireBridgeOptions {
  readonly backend: WireBackend;
  /** Path of the unix socket or named pipe. */
  readonly socketPath: string;
  /** After so many milliseconds without a statement an open transaction is rolled back and its connection ended. */
  readonly idleInTransactionMs: number;
  /** The backend is lost (its WebAssembly instance ended): nothing more can be served. */
  readonly onBackendLost: (error: unknown) => void;
}

interface Client {
  readonly socket: Socket;
  readonly reader: FrontendReader;
  readonly units: Unit[];
  readonly prepared: Set<string>;
  /** After a Flush without its Sync. */
  midUnit: boolean;
  status: TransactionStatus;
  started: boolean;
  gone: boolean;
}

/** The server side of the embedded database's socket. */
export class WireBridge {
  readonly #options: WireBridgeOptions;
  readonly #server: Server;
  readonly #clients = new Set<Client>();
  readonly #waiting: Client[] = [];
  #owner: Client | undefined;
  #greeting: Buffer = Buffer.alloc(0);
  #pumping = false;
  #lost = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: WireBridgeOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Asks the backend for its greeting and starts to listen. */
  async listen(): Promise<void> {
    this.#greeting = await this.#exchange(startupMessage('postgres', 'postgres'));
    const { socketPath } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socketPath, resolve);
    });
    if (process.platform !== 'win32') await chmod(socketPath, 0o600);
  }

  /** Ends all connections and stops listening; open transactions are rolled back. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const client of this.#clients) client.socket.destroy();
    await closed;
    while (this.#pumping) await nextTurn();
    if (this.#owner) await this.#abandon(this.#owner);
  }

  #accept(socket: Socket): void {
    const client: Client = {
      socket,
      reader: new FrontendReader(),
      units: [],
      prepared: new Set(),
      midUnit: false,
      status: 'I',
      started: false,
      gone: false,
    };
    this.#clients.add(client);
    socket.on('data', (chunk) => this.#receive(client, chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#lose(client));
  }

  #receive(client: Client, chunk: Buffer): void {
    try {
      for (const event of client.reader.push(chunk)) {
        if (event.type === 'encryption-request') client.socket.write('N');
        else if (event.type === 'cancel' || event.type === 'terminate') client.socket.end();
        else if (event.type === 'startup') {
          client.started = true;
          client.socket.write(this.#greeting);
        } else this.#enqueue(client, event.unit);
      }
    } catch (error) {
      client.socket.end(fatalMessage('08P01', error instanceof Error ? error.message : 'Protocol violation'));
    }
  }

  #enqueue(client: Client, unit: Unit): void {
    client.units.push(unit);
    if (client !== this.#owner && !this.#waiting.includes(client)) this.#waiting.push(client);
    void this.#pump();
  }

  /** Runs units until nobody who may run has one. */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let client = this.#nextClient(); client; client = this.#nextClient()) {
        await (client.gone ? this.#abandon(client) : this.#runNextUnit(client));
        // The backend computes synchronously: let sockets be read and timers run between units.
        await nextTurn();
      }
    } catch (error) {
      this.#lost = true;
      this.#options.onBackendLost(error);
    } finally {
      this.#pumping = false;
    }
    this.#watchIdleOwner();
  }

  #nextClient(): Client | undefined {
    if (this.#lost) return undefined;
    if (this.#owner) return this.#owner.gone || this.#owner.units.length > 0 ? this.#owner : undefined;
    return this.#waiting.shift();
  }

  async #runNextUnit(client: Client): Promise<void> {
    const unit = client.units.shift();
    if (!unit) return;
    this.#owner = client;
    clearTimeout(this.#idleTimer);
    const filter = this.#filterFor(client);
    await this.#execute(unit.bytes, filter);
    const status = filter.finish(unit.end !== 'flush');
    for (const name of unit.prepared) client.prepared.add(name);
    for (const name of unit.closed) client.prepared.delete(name);
    client.midUnit = unit.end === 'flush';
    if (status) client.status = status;
    if (status === 'I') this.#release(client);
  }

  /** Passes the backend on; one who has more to ask queues up behind the others. */
  #release(client: Client): void {
    this.#owner = undefined;
    if (client.units.length > 0 && !client.gone) this.#waiting.push(client);
  }

  #lose(client: Client): void {
    client.gone = true;
    this.#clients.delete(client);
    if (client !== this.#owner && client.prepared.size > 0 && !this.#waiting.includes(client)) {
      this.#waiting.push(client);
    }
    void this.#pump();
  }

  /** Rolls back what a lost connection left open and frees its prepared statements. */
  async #abandon(client: Client): Promise<void> {
    clearTimeout(this.#idleTimer);
    client.units.length = 0;
    if (client.midUnit) {
      // A Sync alone would commit the open implicit transaction; in a failed unit only the Sync is heard.
      client.status = await this.#command(Buffer.concat([queryMessage('ROLLBACK'), syncMessage()]));
      client.midUnit = false;
    }
    if (client.status !== 'I') client.status = await this.#command(queryMessage('ROLLBACK'));
    if (client.prepared.size > 0) {
      await this.#command(Buffer.concat([...[...client.prepared].map(closeStatementMessage), syncMessage()]));
      client.prepared.clear();
    }
    if (this.#owner === client) this.#owner = undefined;
  }

  #watchIdleOwner(): void {
    clearTimeout(this.#idleTimer);
    const owner = this.#owner;
    if (!owner || this.#lost) return;
    this.#idleTimer = setTimeout(() => this.#endIdle(owner), this.#options.idleInTransactionMs);
    this.#idleTimer.unref();
  }

  #endIdle(client: Client): void {
    if (this.#owner !== client || this.#pumping) return;
    const text = `terminating connection: idle in transaction for ${this.#options.idleInTransactionMs} ms`;
    // end(), not destroy(): postgres.js 3.4.9 throws where nothing can catch it when its socket vanishes.
    client.socket.end(fatalMessage('25P03', text));
    this.#lose(client);
  }

  #filterFor(client: Client): BackendFilter {
    return new BackendFilter({
      forward: (bytes) => void (client.gone || client.socket.write(bytes)),
      notify: (message) => this.#broadcast(message),
    });
  }

  #broadcast(message: Buffer): void {
    for (const client of this.#clients) if (client.started && !client.gone) client.socket.write(message);
  }

  /** Runs a statement of the bridge's own; the answer goes to nobody. */
  async #command(message: Buffer): Promise<TransactionStatus> {
    const filter = new BackendFilter({ forward: () => undefined, notify: (notice) => this.#broadcast(notice) });
    await this.#execute(message, filter);
    return filter.finish(true) ?? 'I';
  }

  async #exchange(message: Buffer): Promise<Buffer> {
    const parts: Buffer[] = [];
    await this.#options.backend.execProtocolRawStream(message, {
      syncToFs: false,
      onRawData: (data) => void parts.push(Buffer.from(data)),
    });
    return Buffer.concat(parts);
  }

  async #execute(bytes: Uint8Array, filter: BackendFilter): Promise<void> {
    await this.#options.backend.execProtocolRawStream(bytes, {
      syncToFs: false,
      onRawData: (data) => filter.push(data),
    });
  }
}
