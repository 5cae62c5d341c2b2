/**
 * The way into a server. While the server is away for a moment (a restart, a compute that wakes, recovery after a
 * crash), whoever wants a connection waits here: none of their statements has been sent yet, so that waiting is safe
 * whatever they are.
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './database-errors.ts';
import type { PostgresqlAddress } from './postgresql-address.ts';
import { DatabaseTlsError, openSocket } from './postgresql-socket.ts';
import { PostgresqlStream, readFields } from './postgresql-stream.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Longer than a restart takes, and than a suspended compute of Neon needs to wake; shorter than readers wait. */
const PATIENCE_MS = 8_000;
const LEAST_PAUSE_MS = 50;
const MOST_PAUSE_MS = 250;

/** SQLSTATEs of a server that is starting, stopping or full for the moment. */
const PASSING_STATES = ['57P01', '57P02', '57P03', '53300'];
/** What the proxy of Neon says while it has no compute to give. @see https://neon.com/docs/connect/connection-errors */
const PASSING_TEXT = /compute node|endpoint is disabled|control plane/i;
/** Codes of the system for a server that is not there. */
const ABSENT_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Whose place a look at the server takes. */
export interface GateOptions {
  readonly address: PostgresqlAddress;
  readonly user: string;
  readonly database: string;
  /** See {@link PostgresqlStream}. */
  readonly silenceMs: number;
  /** How long the server may be away before connections fail at once, milliseconds; default 8 s. */
  readonly patienceMs?: number;
}

/** Opens connections to one server. */
export class PostgresqlGate {
  readonly #options: GateOptions;
  /** It may be away: look before a connection is given to the driver, which would fail a statement with it. */
  #doubtful = true;
  #wasThere = false;
  /** Of `performance.now()`; undefined while it is there. */
  #awaySince: number | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** To be called when a connection has broken. */
  connectionLost(): void {
    this.#doubtful = true;
  }

  /**
   * Opens a connection, and waits for that while the server is away for a moment.
   *
   * @throws DatabaseTlsError, or the system's error
   */
  async open(): Promise<PostgresqlStream> {
    for (;;) {
      try {
        const stream = await this.#tryToOpen();
        this.#doubtful = false;
        this.#wasThere = true;
        this.#awaySince = undefined;
        return stream;
      } catch (error) {
        this.#doubtful = true;
        if (!this.#isWorthWaiting(error)) throw error;
        await delay(LEAST_PAUSE_MS + Math.random() * (MOST_PAUSE_MS - LEAST_PAUSE_MS));
      }
    }
  }

  async #tryToOpen(): Promise<PostgresqlStream> {
    const { address, silenceMs } = this.#options;
    if (this.#doubtful) await this.#look();
    return new PostgresqlStream(await openSocket(address, CONNECT_TIMEOUT_MS), silenceMs);
  }

  /** Nobody waits at the first connection for a server that may never have been there: a start says so at once. */
  #isWorthWaiting(error: unknown): boolean {
    if (error instanceof DatabaseTlsError) return false;
    const absent = ABSENT_CODES.includes(errorCode(error) ?? '');
    if (!(error instanceof PassingError) && !(absent && this.#wasThere)) return false;
    this.#awaySince ??= performance.now();
    return performance.now() - this.#awaySince < (this.#options.patienceMs ?? PATIENCE_MS);
  }

  /** Knocks with a connection of its own. @throws PassingError while the server takes none */
  async #look(): Promise<void> {
    const { address, user, database } = this.#options;
    const socket = await openSocket(address, CONNECT_TIMEOUT_MS);
    try {
      socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new PassingError('57P03', 'no answer in time')));
      socket.write(startupPacket(user, database));
      const closed = once(socket, 'close').then(() => Promise.reject(new PassingError('57P03', 'closed at once')));
      const [answer]: Buffer[] = await Promise.race([once(socket, 'data'), closed]);
      if (answer?.toString('latin1', 0, 1) !== 'E') return;
      // Other refusals (password, database) the driver gets itself, with all that the server says.
      const { C: code = '', M: text = '' } = readFields(answer.subarray(5));
      if (PASSING_STATES.includes(code) || PASSING_TEXT.test(text)) throw new PassingError(code, text);
    } finally {
      socket.destroy();
    }
  }
}

/** The server takes no connections now, and says that this will pass. */
class PassingError extends Error {
  override readonly name = 'PassingError';
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

/** @see https://www.postgresql.org/docs/current/protocol-message-formats.html StartupMessage */
function startupPacket(user: string, database: string): Buffer {
  const parameters = ['user', user, 'database', database, 'application_name', 'lectern', ''].join('\0');
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), Buffer.from(`${parameters}\0`)]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}
