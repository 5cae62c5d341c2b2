/** The canonical hash of a table: the same for the same rows, whichever database, and whatever the order, they come in. */
import { hash } from 'node:crypto';

/** What a table holds. */
export interface TableDigest {
  readonly rows: number;
  /** 64 hexadecimal digits: the sum, modulo 2^256, of the SHA-256 of each row's line. */
  readonly hash: string;
}

const BITS = 256;
const HEX_DIGITS = BITS / 4;

/**
 * Sums up rows as they pass. A sum, because two databases give the same rows in different orders (their collations
 * differ), and sorting a large table costs more than reading it. It finds every accident; it is no signature.
 */
export class RowDigest {
  #rows = 0;
  #sum = 0n;

  /** Takes rows in, each as its canonical line: the JSON array of the text forms of its columns. */
  add(lines: readonly string[]): void {
    for (const line of lines) this.#sum += BigInt(`0x${hash('sha256', line, 'hex')}`);
    this.#sum = BigInt.asUintN(BITS, this.#sum);
    this.#rows += lines.length;
  }

  /** What has passed until now. */
  digest(): TableDigest {
    return { rows: this.#rows, hash: this.#sum.toString(16).padStart(HEX_DIGITS, '0') };
  }
}

/** Whether two tables hold the same rows. */
export const isSameDigest = (a: TableDigest, b: TableDigest): boolean => a.rows === b.rows && a.hash === b.hash;
