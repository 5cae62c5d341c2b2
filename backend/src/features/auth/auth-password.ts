/**
 * Passwords as scrypt hashes, worked out by libuv's threads and never on the event loop. A hash says how it was made:
 * `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, salt and key in base64url, so that the cost can rise without losing accounts.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { ServiceUnavailableError } from '../../config/app-error.ts';

/** log2 of N: 16,384 blocks, 16 MiB a hash, so that a small server can work on several. */
const LOG2_N = 14;
const BLOCK_SIZE = 8;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** More than so many wait in vain. */
const MOST_WAITING = 250;
/** Who would wait longer than this is refused at once: by then whoever asked has gone. Milliseconds. */
const LONGEST_WAIT_MS = 10_000;

const HASH = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

/** Hashes passwords and checks them. */
export interface PasswordHasher {
  /** @throws OVERLOADED when too many wait */
  hash(password: string): Promise<string>;
  /**
   * Whether a password is the one that was hashed.
   * @throws OVERLOADED when too many wait
   */
  verify(attempt: { readonly hash: string; readonly password: string }): Promise<boolean>;
}

/** How passwords are hashed. */
export interface PasswordHasherOptions {
  /**
   * Passes over the memory (p of scrypt); with N = 2^14 and r = 8, 5 are what OWASP asks for at least.
   * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
   */
  readonly passes: number;
  /** Hashes that are worked on at once; default: one less than the cores, at least one, so that answers keep a core. */
  readonly atOnce?: number;
}

interface Cost {
  readonly log2N: number;
  readonly blockSize: number;
  readonly passes: number;
}

/** Makes a hasher. Hashes beyond `atOnce` wait in order. */
export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher {
  const { passes, atOnce = Math.max(1, availableParallelism() - 1) } = options;
  const take = createTurns(atOnce);
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const key = await take(() => derive(password, salt, { log2N: LOG2_N, blockSize: BLOCK_SIZE, passes }));
      return `scrypt$${LOG2_N}$${BLOCK_SIZE}$${passes}$${salt.toString('base64url')}$${key.toString('base64url')}`;
    },
    async verify({ hash, password }) {
      const [, log2N, blockSize, ownPasses, salt, key] = HASH.exec(hash) ?? [];
      if (salt === undefined || key === undefined) return false;
      const cost = { log2N: Number(log2N), blockSize: Number(blockSize), passes: Number(ownPasses) };
      const given = await take(() => derive(password, Buffer.from(salt, 'base64url'), cost));
      return timingSafeEqual(given, Buffer.from(key, 'base64url'));
    },
  };
}

/** Lets `atOnce` callers work at a time, the others in the order in which they came. */
function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let working = 0;
  /** Of the last one, ms: all cost about the same, and a busy machine makes all of them slower. */
  let lastMs = 0;
  return async (work) => {
    if (working >= atOnce) {
      const isTooLong = (waiting.length * lastMs) / atOnce > LONGEST_WAIT_MS;
      if (isTooLong || waiting.length >= MOST_WAITING) {
        throw new ServiceUnavailableError('OVERLOADED', { retryAfterSeconds: 5 });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else working += 1;
    const began = performance.now();
    try {
      return await work();
    } finally {
      lastMs = performance.now() - began;
      const next = waiting.shift();
      // The turn goes over as it is: nobody who comes in between can take it.
      if (next === undefined) working -= 1;
      else next();
    }
  };
}

/** NFKC: the same password typed on another keyboard may come as other code points. */
function derive(password: string, salt: Buffer, { log2N, blockSize, passes }: Cost): Promise<Buffer> {
  const N = 2 ** log2N;
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      salt,
      KEY_BYTES,
      { N, r: blockSize, p: passes, maxmem: 128 * blockSize * (N + passes + 2) + 1024 },
      (error, key) => (error === null ? resolve(key) : reject(error)),
    );
  });
}
