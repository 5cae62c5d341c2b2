/**
 * The client's half of the PostgreSQL wire protocol, as far as the bridge has to understand it.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
import { isCopyFromStdin } from './copy-statement.ts';

const SSL_REQUEST = 80_877_103;
const GSS_ENCRYPTION_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
/** PostgreSQL itself refuses startup packets above this many bytes. */
const MAX_STARTUP_BYTES = 10_000;

/** Protocol version 3.0 and the first parameter's name: what follows the length in every startup packet of ours. */
const STARTUP_SIGNATURE = Buffer.from('\x00\x03\x00\x00user\x00', 'latin1');

const CODE = { bind: 66, close: 67, copyData: 100, copyDone: 99, copyFail: 102, flush: 72, functionCall: 70 } as const;
const PARSE = 80;
const QUERY = 81;
const SYNC = 83;
const TERMINATE = 88;

/**
 * One thing a client asks for. A `unit` is what the backend has to be given in one piece: everything up to a Sync, a
 * Flush or one simple Query.
 */
export type FrontendEvent =
  | { readonly type: 'encryption-request' }
  | { readonly type: 'cancel' }
  | { readonly type: 'startup' }
  | { readonly type: 'terminate' }
  | { readonly type: 'unit'; readonly unit: Unit };

/** Bytes to hand to the backend, and what has to come back for them. */
export interface Unit {
  readonly bytes: Uint8Array;
  /** `flush`: no ReadyForQuery is due yet; otherwise exactly one is. */
  readonly end: 'sync' | 'flush' | 'query';
  /** Names of the prepared statements that the unit makes and closes. */
  readonly prepared: readonly string[];
  readonly closed: readonly string[];
}

/** The stream of a client broke the protocol; the connection cannot go on. */
export class WireProtocolError extends Error {
  override readonly name = 'WireProtocolError';
}

/** Cuts the byte stream of one client into {@link FrontendEvent}s, however the bytes were split on their way. */
export class FrontendReader {
  #started = false;
  #chunks: Buffer[] = [];
  #buffered = 0;
  #messages: Buffer[] = [];
  #prepared: string[] = [];
  #closed: string[] = [];

  /**
   * Takes what has arrived and returns what is complete.
   *
   * @throws WireProtocolError when a length is impossible
   */
  push(chunk: Buffer): FrontendEvent[] {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    const events: FrontendEvent[] = [];
    for (let frame = this.#nextFrame(); frame; frame = this.#nextFrame()) {
      const event = this.#started ? this.#readMessage(frame) : this.#readStartup(frame);
      if (event) events.push(event);
    }
    return events;
  }

  /**
   * Drops what stands before the startup packet. postgres.js 3.4.9 keeps the statement that it had not sent yet when
   * its last connection broke, and sends those bytes first on the next one.
   */
  #skipStaleBytes(): void {
    const all = Buffer.concat(this.#chunks);
    const start = all.indexOf(STARTUP_SIGNATURE) - 4;
    if (start <= 0) return;
    this.#chunks = [all.subarray(start)];
    this.#buffered = all.length - start;
  }

  /** The next whole frame, or undefined while its end hasn't arrived; chunks are joined once per frame only. */
  #nextFrame(): Buffer | undefined {
    if (!this.#started) this.#skipStaleBytes();
    const headerBytes = this.#started ? 5 : 4;
    if (this.#buffered < headerBytes) return undefined;
    const first = this.#chunks[0];
    if (first && first.length < headerBytes) this.#chunks = [Buffer.concat(this.#chunks)];
    const head = this.#chunks[0];
    if (!head) return undefined;
    const length = this.#started ? head.readInt32BE(1) + 1 : head.readInt32BE(0);
    if (length < (this.#started ? 5 : 8)) throw new WireProtocolError(`Impossible message length ${length}`);
    if (!this.#started && length > MAX_STARTUP_BYTES) throw new WireProtocolError('The startup packet is too long');
    if (this.#buffered < length) return undefined;
    const all = this.#chunks.length === 1 ? head : Buffer.concat(this.#chunks);
    this.#buffered -= length;
    this.#chunks = this.#buffered > 0 ? [all.subarray(length)] : [];
    return all.subarray(0, length);
  }

  #readStartup(frame: Buffer): FrontendEvent {
    const code = frame.readInt32BE(4);
    if (code === SSL_REQUEST || code === GSS_ENCRYPTION_REQUEST) return { type: 'encryption-request' };
    if (code === CANCEL_REQUEST) return { type: 'cancel' };
    this.#started = true;
    return { type: 'startup' };
  }

  #readMessage(frame: Buffer): FrontendEvent | undefined {
    switch (frame[0]) {
      case TERMINATE:
        return { type: 'terminate' };
      case CODE.copyData:
      case CODE.copyDone:
      case CODE.copyFail:
        // COPY FROM STDIN never starts here, so these are leftovers that PostgreSQL would skip as well.
        return undefined;
      case QUERY:
        this.#messages.push(refuseCopyIn(frame, 5));
        return this.#finishUnit('query');
      case CODE.functionCall:
        this.#messages.push(frame);
        return this.#finishUnit('query');
      case SYNC:
        this.#messages.push(frame);
        return this.#finishUnit('sync');
      case CODE.flush:
        this.#messages.push(frame);
        return this.#finishUnit('flush');
      case PARSE:
        this.#readParse(frame);
        return undefined;
      case CODE.close:
        if (frame[5] === 83 && frame[6] !== 0) this.#closed.push(readCString(frame, 6));
        this.#messages.push(frame);
        return undefined;
      default:
        this.#messages.push(frame);
        return undefined;
    }
  }

  #readParse(frame: Buffer): void {
    const name = readCString(frame, 5);
    if (name !== '') this.#prepared.push(name);
    this.#messages.push(refuseCopyIn(frame, 5 + Buffer.byteLength(name) + 1));
  }

  #finishUnit(end: Unit['end']): FrontendEvent {
    const bytes = this.#messages.length === 1 ? (this.#messages[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#messages);
    const unit: Unit = { bytes, end, prepared: this.#prepared, closed: this.#closed };
    this.#messages = [];
    this.#prepared = [];
    this.#closed = [];
    return { type: 'unit', unit };
  }
}

function readCString(frame: Buffer, start: number): string {
  const end = frame.indexOf(0, start);
  if (end < 0) throw new WireProtocolError('A string has no end');
  return frame.toString('utf8', start, end);
}

/** Raises the error inside the backend, so that the state of an open transaction stays true. */
const COPY_REFUSAL = `DO $refuse$ BEGIN RAISE EXCEPTION 'COPY FROM STDIN is not possible on the embedded database'
  USING ERRCODE = '0A000', HINT = 'Insert the rows, or use PostgreSQL (DATABASE_URL).'; END $refuse$`;

/**
 * Replaces the statement of a Query or Parse message when it is COPY … FROM STDIN: PGlite reads past its input there
 * and its backend ends.
 */
function refuseCopyIn(frame: Buffer, textStart: number): Buffer {
  const textEnd = frame.indexOf(0, textStart);
  if (textEnd < 0) throw new WireProtocolError('A statement has no end');
  if (!isCopyFromStdin(frame.toString('utf8', textStart, textEnd))) return frame;
  const replaced = Buffer.concat([
    frame.subarray(0, textStart),
    Buffer.from(COPY_REFUSAL, 'utf8'),
    frame.subarray(textEnd),
  ]);
  replaced.writeInt32BE(replaced.length - 1, 1);
  return replaced;
}

/** A simple Query message. */
export function queryMessage(statement: string): Buffer {
  const text = Buffer.from(`${statement}\0`, 'utf8');
  const message = Buffer.alloc(5 + text.length);
  message[0] = QUERY;
  message.writeInt32BE(4 + text.length, 1);
  text.copy(message, 5);
  return message;
}

/** A Close message for a prepared statement. */
export function closeStatementMessage(name: string): Buffer {
  const text = Buffer.from(`S${name}\0`, 'utf8');
  const message = Buffer.alloc(5 + text.length);
  message[0] = CODE.close;
  message.writeInt32BE(4 + text.length, 1);
  text.copy(message, 5);
  return message;
}

/** A Sync message. */
export function syncMessage(): Buffer {
  return Buffer.from([SYNC, 0, 0, 0, 4]);
}

/** A version 3.0 startup packet. */
export function startupMessage(user: string, database: string): Buffer {
  const text = Buffer.from(`user\0${user}\0database\0${database}\0client_encoding\0UTF8\0\0`, 'utf8');
  const message = Buffer.alloc(8 + text.length);
  message.writeInt32BE(8 + text.length, 0);
  message.writeInt32BE(196_608, 4);
  text.copy(message, 8);
  return message;
}
