/**
 * The stream between the driver and a server, which makes up for what postgres.js 3.4.9 does not see:
 *
 * - Of a connection that broke it keeps the statement that it had not sent yet, and sends those bytes first on the
 *   next one; and it waits for a timer that never comes before it sends a startup packet below 1,024 bytes.
 * - It takes the server's last word (FATAL) for the answer to a statement, and gives it once more to the first
 *   statement of the next connection.
 * - It connects again and again, without a pause, to what takes connections and closes them.
 * - It waits for ever for an answer that was lost on the way.
 * - It ends the process when a connection breaks while it reads the types of the server: the first thing it does with
 *   each one, in a promise that nobody waits for.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** What the driver has to be given as its name: makes the startup packet so long that it is sent at once. */
export const LONG_APPLICATION_NAME = 'lectern'.padEnd(1024);
const APPLICATION_NAME = 'lectern';

/** Protocol version 3.0 and the first parameter's name. */
const STARTUP_SIGNATURE = Buffer.from('\x00\x03\x00\x00user\x00', 'latin1');
const LENGTH_BYTES = 4;

const ERROR_RESPONSE = 'E'.charCodeAt(0);
/** First field of an error that ends the connection, as the server says it when messages are not translated. */
const FATAL = Buffer.from('SFATAL\0', 'latin1');
/** Its field of the same kind that is never translated comes second, so that this is found in any language. */
const FATAL_UNTRANSLATED = Buffer.from('VFATAL\0', 'latin1');
/** The severity stands at most so far behind the beginning of its message: type, length, and its own translation. */
const MAX_HEAD_BYTES = 64;

const READY_FOR_QUERY = 'Z'.charCodeAt(0);
/** One ReadyForQuery ends the start of the session, a second one the driver's look at the types. */
const READY_TWICE = 2;
/** CommandComplete ("SELECT 0") and ReadyForQuery (idle): an empty answer to that look. */
const NO_TYPES = Buffer.from('C\0\0\0\x0dSELECT 0\0Z\0\0\0\x05I', 'latin1');

/** A stream over a connection; it ends with it. */
export class PostgresqlStream extends Duplex {
  readonly #socket: Socket;
  #started = false;
  #answered = false;
  #awaiting = false;
  #readyCount = 0;
  /** The beginning of a message whose rest has not come; only until the session is ready for good. */
  #partial: Buffer = Buffer.alloc(0);

  /** @param silenceMs longest time without a byte while an answer is due; 0: without a limit */
  constructor(socket: Socket, silenceMs: number) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('drain', () => this.emit('drain'));
    socket.on('error', (error) => this.#break(error));
    socket.on('close', () => this.#closed());
    if (silenceMs > 0) {
      socket.setTimeout(silenceMs, () => {
        if (this.#awaiting) this.#break(connectionError('ETIMEDOUT', 'The database has fallen silent'));
      });
    }
  }

  /** As the driver looks at it before it says good-bye. */
  get readyState(): string {
    return this.destroyed ? 'closed' : this.#socket.readyState;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#awaiting = true;
    this.#socket.write(this.#started ? chunk : cleanStartup(chunk), callback);
    this.#started = true;
  }

  override _final(callback: () => void): void {
    this.#socket.end(callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }

  #receive(chunk: Buffer): void {
    this.#answered = true;
    this.#awaiting = false;
    const last = findFatalError(chunk);
    if (last === undefined) {
      this.#pass(chunk);
      return;
    }
    // What came before it in the same packet still counts.
    if (last.at > 0) this.#pass(chunk.subarray(0, last.at));
    this.#break(last.error);
  }

  #pass(chunk: Buffer): void {
    const whole = this.#readyCount < READY_TWICE ? this.#takeWholeMessages(chunk) : chunk;
    if (whole.length > 0 && !this.push(whole)) this.#socket.pause();
  }

  #takeWholeMessages(chunk: Buffer): Buffer {
    const all = Buffer.concat([this.#partial, chunk]);
    let end = 0;
    while (this.#readyCount < READY_TWICE && all.length - end > LENGTH_BYTES) {
      const next = end + 1 + all.readInt32BE(end + 1);
      if (next > all.length) break;
      if (all[end] === READY_FOR_QUERY) this.#readyCount += 1;
      end = next;
    }
    if (this.#readyCount === READY_TWICE) end = all.length;
    this.#partial = all.subarray(end);
    return all.subarray(0, end);
  }

  #closed(): void {
    const silent = this.#started && !this.#answered;
    this.#break(
      silent ? connectionError('ECONNRESET', 'The server closed the connection before it said anything') : undefined,
    );
  }

  /** Ends the stream; the driver's look at the types gets an answer first, and the statement behind it the error. */
  #break(error: Error | undefined): void {
    if (this.destroyed) return;
    if (this.#readyCount === 1) {
      this.#readyCount = READY_TWICE;
      this.push(NO_TYPES);
    }
    setImmediate(() => this.destroy(error));
  }
}

function connectionError(code: string, text: string): Error {
  return Object.assign(new Error(text), { code });
}

/** The startup packet alone, under the short name. Other first packets (a cancellation) stay as they are. */
export function cleanStartup(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf(STARTUP_SIGNATURE);
  if (at < LENGTH_BYTES) return bytes;
  const body = bytes.toString('latin1', at).replace(LONG_APPLICATION_NAME, APPLICATION_NAME);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeInt32BE(LENGTH_BYTES + body.length);
  return Buffer.concat([length, Buffer.from(body, 'latin1')]);
}

/** An error after which the server closes the connection. */
export interface FatalError {
  /** Where its message begins in the chunk. */
  readonly at: number;
  /** With the SQLSTATE as `code`. */
  readonly error: Error;
}

/** Finds the server's last word: an ErrorResponse of severity FATAL that ends a chunk. */
export function findFatalError(chunk: Buffer): FatalError | undefined {
  const severity = Math.max(chunk.lastIndexOf(FATAL), chunk.lastIndexOf(FATAL_UNTRANSLATED));
  for (let at = severity - 1 - LENGTH_BYTES; at >= 0 && at > severity - MAX_HEAD_BYTES; at -= 1) {
    if (chunk[at] !== ERROR_RESPONSE || at + 1 + chunk.readInt32BE(at + 1) !== chunk.length) continue;
    const { C: code = 'CONNECTION_CLOSED', M: text = 'The server ended the connection' } = readFields(
      chunk.subarray(at + 1 + LENGTH_BYTES),
    );
    return { at, error: connectionError(code, text) };
  }
  return undefined;
}

/** Fields of an ErrorResponse by their letter. @see https://www.postgresql.org/docs/current/protocol-error-fields.html */
export function readFields(body: Buffer): Readonly<Record<string, string>> {
  const fields = body
    .toString('utf8')
    .split('\0')
    .filter((field) => field.length > 1);
  return Object.fromEntries(fields.map((field) => [field.charAt(0), field.slice(1)]));
}
