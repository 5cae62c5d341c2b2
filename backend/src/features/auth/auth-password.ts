/**
 * Passwords as Argon2id hashes (RFC 9106), worked out by libuv's threads and never on the event loop. A hash says how it
 * was made, in the PHC string format; one of another cost, or of scrypt as earlier versions made it, is still checked, and
 * made anew when its owner comes.
 */
import { hash as argon2id, verify as verifyArgon2id } from '@node-rs/argon2';
import { ServiceUnavailableError } from '../../config/app-error.ts';
import { isScryptHash, verifyScrypt } from './auth-password-scrypt.ts';

/** 19 MiB a hash: with two passes one of the settings that OWASP calls equal, and its first choice. KiB. */
const MEMORY_KIB = 19_456;
/**
 * Hashes that are worked on at once. One takes about 12 ms of a core (`bench/RESULTS.md`), so two are more than a hundred
 * a second; libuv has four threads, and files and names need some as well.
 */
const AT_ONCE = 2;
/** More than so many wait in vain. */
const MOST_WAITING = 250;
/** Who would wait longer than this is refused at once: by then whoever asked has gone. Milliseconds. */
const LONGEST_WAIT_MS = 10_000;

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
   * Passes over the memory (t of Argon2id); two are what OWASP asks for at least.
   * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
   */
  readonly passes: number;
  /** Hashes that are worked on at once; default: 2. */
  readonly atOnce?: number;
  /** Keeps the new hash of a password that was right, where its old one was made otherwise. */
  readonly renew?: (former: string, renewed: string) => Promise<void>;
}

/** Makes a hasher. Hashes beyond `atOnce` wait in order. */
export function createPasswordHasher({ passes, atOnce = AT_ONCE, renew }: PasswordHasherOptions): PasswordHasher {
  const take = createTurns(atOnce);
  const made = `$argon2id$v=19$m=${MEMORY_KIB},t=${passes},p=1$`;
  const hash = (password: string): Promise<string> =>
    take(() => argon2id(normalized(password), { memoryCost: MEMORY_KIB, timeCost: passes, parallelism: 1 }));
  return {
    hash,
    async verify({ hash: stored, password }) {
      if (isScryptHash(stored)) {
        if (!(await take(() => verifyScrypt(stored, normalized(password))))) return false;
      } else if (!stored.startsWith('$argon2id$') || !(await take(() => isRight(stored, password)))) return false;
      if (renew === undefined || stored.startsWith(made)) return true;
      // Where that fails, the password is right all the same, and the next time tries again.
      const renewing = hash(password).then((renewed) => renew(stored, renewed));
      return renewing.then(() => true).catch(() => true);
    },
  };
}

/** NFKC: the same password typed on another keyboard may come as other code points. */
const normalized = (password: string): string => password.normalize('NFKC');

/** What is no whole hash lets nobody in. */
const isRight = (stored: string, password: string): Promise<boolean> =>
  verifyArgon2id(stored, normalized(password)).catch(() => false);

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
