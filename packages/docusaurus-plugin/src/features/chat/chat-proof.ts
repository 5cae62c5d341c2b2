/**
 * Solves a proof of work: finds the counter whose hash begins as the server wants. Loaded on use. The browser's own
 * cryptography does the work beside the page, in batches between which the page is drawn.
 * @see proofChallengeSchema in the contracts
 */
import type { ProofChallenge } from '@lectern/contracts';

/** The work can't be done. */
export class ProofFailedError extends Error {
  /** insecure: browsers give a page of plain http no cryptography · unsolvable: nothing fits the server's challenge. */
  readonly reason: 'insecure' | 'unsolvable';

  constructor(reason: ProofFailedError['reason'], message: string) {
    super(message);
    this.name = 'ProofFailedError';
    this.reason = reason;
  }
}

const COUNTER_BYTES = 4;
/** Hashes under way at once: enough to hide the way to the browser's cryptography and back. */
const BATCH = 256;

const readHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const writeHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function hashOf(head: Uint8Array, counter: number): Promise<Uint8Array> {
  const data = new Uint8Array(head.length + COUNTER_BYTES);
  data.set(head);
  new DataView(data.buffer).setUint32(head.length, counter, false);
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', data));
}

/**
 * Solves a challenge.
 *
 * @returns What is sent as `proof`.
 * @throws ProofFailedError without the browser's cryptography (it needs https or localhost), or when nothing fits.
 * @throws the platform's `AbortError`
 */
export async function solveProof(challenge: ProofChallenge, signal: AbortSignal): Promise<string> {
  const { salt, nonce, keyPrefix, data } = challenge.parameters;
  // Undefined on plain http: the type doesn't say so.
  if (globalThis.crypto?.subtle === undefined) {
    throw new ProofFailedError('insecure', 'cryptography needs a secure connection');
  }
  const head = readHex(salt + nonce);
  const prefix = readHex(keyPrefix);
  for (let from = 0; from < data.maxCounter; from += BATCH) {
    if (signal.aborted) throw new DOMException('the proof was ended', 'AbortError');
    const hashes = await Promise.all(Array.from({ length: BATCH }, (_, index) => hashOf(head, from + index)));
    const index = hashes.findIndex((hash) => prefix.every((byte, at) => hash[at] === byte));
    const found = hashes[index];
    if (!found) continue;
    const solution = { counter: from + index, derivedKey: writeHex(found) };
    return btoa(JSON.stringify({ challenge, solution }));
  }
  throw new ProofFailedError('unsolvable', 'the challenge has no solution');
}
