/**
 * Hashes of earlier versions: `scrypt$<log2 N>$<r>$<p>$<salt>$<key>` (RFC 7914), salt and key in base64url. They are
 * checked, and no longer made.
 */
import { scrypt, timingSafeEqual } from 'node:crypto';

const HASH = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

/** Whether a hash is one of scrypt. */
export const isScryptHash = (hash: string): boolean => HASH.test(hash);

/** Whether a password is the one that was hashed, by libuv's threads. */
export async function verifyScrypt(hash: string, password: string): Promise<boolean> {
  const [, log2N, blockSize, passes, salt = '', key = ''] = HASH.exec(hash) ?? [];
  const cost = { N: 2 ** Number(log2N), r: Number(blockSize), p: Number(passes) };
  const known = Buffer.from(key, 'base64url');
  const maxmem = 128 * cost.r * (cost.N + cost.p + 2) + 1024;
  const given = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password, Buffer.from(salt, 'base64url'), known.length, { ...cost, maxmem }, (error, derived) =>
      error === null ? resolve(derived) : reject(error),
    );
  });
  return timingSafeEqual(given, known);
}
