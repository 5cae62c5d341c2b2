/**
 * The backend's half of the wire protocol: passes PGlite's output on, and mends the two places where it differs from
 * what a PostgreSQL server would send to one of several connections.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html
 */
const NOTIFICATION = 65;
const READY_FOR_QUERY = 90;
const HEADER_BYTES = 5;

/** Transaction state in a ReadyForQuery message: idle, in a transaction, in a failed transaction. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** Where the parts of the output go. */
export interface BackendOutput {
  /** Bytes for the client that asked. */
  forward(bytes: Buffer): void;
  /** One whole NotificationResponse message, for every client: there is one backend, so it listens for all of them. */
  notify(message: Buffer): void;
}

/**
 * Filters the output of one unit at a time.
 *
 * PGlite 0.5.8 answers an error in an extended-protocol unit with ErrorResponse, ReadyForQuery and, at the Sync, one
 * more ReadyForQuery; a driver would take the surplus one as the answer to its next statement. So each ReadyForQuery is
 * held back, and only the last one of a unit that is due one goes out.
 */
export class BackendFilter {
  readonly #output: BackendOutput;
  /** First bytes of a message whose header, or whose body if it is a short held one, hasn't arrived whole. */
  #partial: Buffer = Buffer.alloc(0);
  /** Bytes still to come of a message that is passed on as it comes. */
  #passing = 0;
  #heldReady: Buffer | undefined;

  constructor(output: BackendOutput) {
    this.#output = output;
  }

  /** Takes output of the backend. The bytes are copied: PGlite hands out views of its own memory. */
  push(view: Uint8Array): void {
    let bytes = Buffer.concat([this.#partial, view]);
    this.#partial = Buffer.alloc(0);
    while (bytes.length > 0) {
      const taken = this.#passing > 0 ? this.#pass(bytes) : this.#readMessage(bytes);
      if (taken === 0) {
        this.#partial = bytes;
        return;
      }
      bytes = bytes.subarray(taken);
    }
  }

  /**
   * Ends a unit.
   *
   * @param readyDue whether the client waits for a ReadyForQuery
   * @returns the transaction status, when one is due
   * @throws Error when the backend stopped in the middle: it is lost then
   */
  finish(readyDue: boolean): TransactionStatus | undefined {
    const ready = this.#heldReady;
    this.#heldReady = undefined;
    if (this.#partial.length > 0 || this.#passing > 0) throw new Error('The backend stopped within a message');
    if (!readyDue) return undefined;
    if (!ready) throw new Error('The backend sent no ReadyForQuery');
    this.#output.forward(ready);
    const status = String.fromCharCode(ready[HEADER_BYTES] ?? 0);
    if (status !== 'I' && status !== 'T' && status !== 'E') throw new Error('The backend sent no transaction status');
    return status;
  }

  #pass(bytes: Buffer): number {
    const taken = Math.min(this.#passing, bytes.length);
    this.#passing -= taken;
    this.#output.forward(bytes.subarray(0, taken));
    return taken;
  }

  /** Handles the messages at the front; returns how many bytes it took, 0 when it needs more. */
  #readMessage(bytes: Buffer): number {
    const run = this.#passableRun(bytes);
    if (run > 0) {
      this.#heldReady = undefined;
      this.#output.forward(bytes.subarray(0, run));
      return run;
    }
    if (bytes.length < HEADER_BYTES) return 0;
    const length = bytes.readInt32BE(1) + 1;
    const kind = bytes[0];
    if (kind !== NOTIFICATION && kind !== READY_FOR_QUERY) {
      this.#heldReady = undefined;
      this.#passing = length;
      return this.#pass(bytes);
    }
    if (bytes.length < length) return 0;
    const message = bytes.subarray(0, length);
    if (kind === NOTIFICATION) this.#output.notify(message);
    else this.#heldReady = message;
    return length;
  }

  /** Bytes at the front that are whole messages without anything to mend: they go out in one write. */
  #passableRun(bytes: Buffer): number {
    let end = 0;
    while (bytes.length - end >= HEADER_BYTES) {
      const kind = bytes[end];
      const next = end + bytes.readInt32BE(end + 1) + 1;
      if (kind === NOTIFICATION || kind === READY_FOR_QUERY || next > bytes.length) break;
      end = next;
    }
    return end;
  }
}

/** A FATAL error message with the given SQLSTATE code. */
export function fatalMessage(code: string, text: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`, 'utf8');
  const message = Buffer.alloc(HEADER_BYTES + fields.length);
  message[0] = 69;
  message.writeInt32BE(4 + fields.length, 1);
  fields.copy(message, HEADER_BYTES);
  return message;
}
