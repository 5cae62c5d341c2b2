/**
 * Solves a proof of work: finds the counter whose derived key begins as the server wants. Loaded on use. The browser's
 * own cryptography works beside the page, in steps between which the page is drawn.
 * @see https://github.com/altcha-org/altcha-lib (version 2: challenge, key derivation, payload)
 */
import type { ProofChallenge } from '../../client/api-client.ts';

/** The server has asked for more work than a reader should wait for, or for a kind that this browser can't do. */
export class ProofFailedError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'ProofFailedError';
  }
}

/** Longest work, milliseconds. */
const TIME_LIMIT_MS = 60_000;
const COUNTER_BYTES = 4;

type Parameters = ProofChallenge['parameters'];

function readHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

const writeHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

type Derive = (password: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;

function derivationOf({ algorithm, salt, cost, keyLength }: Parameters): Derive {
  const saltBytes = readHex(salt);
  const { subtle } = globalThis.crypto;
  const pbkdf2 = /^PBKDF2\/(SHA-(?:256|384|512))$/.exec(algorithm)?.[1];
  if (pbkdf2 !== undefined) {
    return async (password) => {
      const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
      const derivation = { name: 'PBKDF2', salt: saltBytes, iterations: cost, hash: pbkdf2 };
      return new Uint8Array(await subtle.deriveBits(derivation, key, keyLength * 8));
    };
  }
  if (!/^SHA-(?:256|384|512)$/.test(algorithm)) throw new ProofFailedError(`unknown algorithm ${algorithm}`);
  return async (password) => {
    let data: Uint8Array<ArrayBuffer> = new Uint8Array([...saltBytes, ...password]);
    for (let round = 0; round < Math.max(1, cost); round++) {
      data = new Uint8Array(await subtle.digest(algorithm, data)).slice(0, keyLength);
    }
    return data;
  };
}

/**
 * Solves a challenge.
 *
 * @returns What is sent as `proof`.
 * @throws ProofFailedError without the browser's cryptography (it needs https or localhost), or after a minute.
 * @throws the platform's `AbortError`
 */
export async function solveProof(challenge: ProofChallenge, signal: AbortSignal): Promise<string> {
  const { parameters } = challenge;
  // Undefined on plain http: the type doesn't say so.
  if (globalThis.crypto?.subtle === undefined) {
    throw new ProofFailedError('cryptography needs a secure connection');
  }
  const derive = derivationOf(parameters);
  const nonce = readHex(parameters.nonce);
  const password = new Uint8Array(nonce.length + COUNTER_BYTES);
  password.set(nonce);
  const view = new DataView(password.buffer);
  const begun = performance.now();
  for (let counter = 0; performance.now() - begun < TIME_LIMIT_MS; counter++) {
    if (signal.aborted) throw new DOMException('the proof was ended', 'AbortError');
    view.setUint32(nonce.length, counter, false);
    const derivedKey = writeHex(await derive(password));
    if (!derivedKey.startsWith(parameters.keyPrefix)) continue;
    const time = Math.round(performance.now() - begun);
    return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey, time } }));
  }
  throw new ProofFailedError('the proof took too long');
}
