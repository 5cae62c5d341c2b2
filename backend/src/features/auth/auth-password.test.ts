import { PASSWORD_LENGTH } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { comparablePassword, leakedPasswords } from './auth-leaked-passwords.ts';
import { createPasswordHasher } from './auth-password.ts';
import { judgePassword } from './auth-password-policy.ts';

const hasher = createPasswordHasher({ passes: 1, atOnce: 2 });

describe('a hashed password', () => {
  it('is known again, and no other is taken for it', async () => {
    const hash = await hasher.hash('a long sentence is fine');
    expect(await hasher.verify({ hash, password: 'a long sentence is fine' })).toBe(true);
    expect(await hasher.verify({ hash, password: 'a long sentence is fine ' })).toBe(false);
  });

  it('says how it was made, so that a hash of another cost is still checked', async () => {
    const costly = await createPasswordHasher({ passes: 3 }).hash('wandering robots');
    expect(costly).toMatch(/^\$argon2id\$v=19\$m=19456,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await hasher.verify({ hash: costly, password: 'wandering robots' })).toBe(true);
  });

  it('differs each time, so that two readers with one password are not seen', async () => {
    expect(await hasher.hash('wandering robots')).not.toBe(await hasher.hash('wandering robots'));
  });

  it('is the same for the same letters from another keyboard', async () => {
    const hash = await hasher.hash('schöne Grüße');
    expect(await hasher.verify({ hash, password: 'schöne Grüße'.normalize('NFD') })).toBe(true);
  });

  it('of an earlier version is still checked, and made anew for who knows the password', async () => {
    const renewed: string[][] = [];
    const renew = async (former: string, hash: string) => void renewed.push([former, hash]);
    const today = createPasswordHasher({ passes: 2, renew });
    expect(await today.verify({ hash: SCRYPT_HASH, password: 'another sentence' })).toBe(false);
    expect(renewed).toEqual([]);
    expect(await today.verify({ hash: SCRYPT_HASH, password: 'a long sentence is fine' })).toBe(true);
    expect(renewed).toEqual([[SCRYPT_HASH, expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)]]);
    expect(await today.verify({ hash: renewed[0]?.[1] ?? '', password: 'a long sentence is fine' })).toBe(true);
    expect(renewed).toHaveLength(1);
  });

  it.each([
    '',
    'plain text',
    'scrypt$99$8$1$short$x',
    '$argon2id$v=19$m=19456',
    `${'a'.repeat(32)}:${'b'.repeat(128)}`,
  ])('in the form %j lets nobody in', async (hash) => {
    expect(await hasher.verify({ hash, password: 'anything at all' })).toBe(false);
  });

  it('that comes when very many wait is refused with a time to come back', async () => {
    const slow = createPasswordHasher({ passes: 1, atOnce: 1 });
    const all = await Promise.allSettled(Array.from({ length: 260 }, () => slow.verify({ hash: HASH, password: 'x' })));
    const refused = all.filter((one) => one.status === 'rejected');
    expect(refused.map((one) => one.reason.code)).toEqual(Array(9).fill('OVERLOADED'));
  });
});

/** Made by an earlier version, with one pass. */
const SCRYPT_HASH = 'scrypt$14$8$1$cJL1j7d0oU-spRTgt2S2kg$9dgq7SjU-Rf26IZY2zQO8yFQintQmBW-rDWeUjbMl4g';

/** N = 2, so that very many are quick. */
const HASH = `scrypt$1$1$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

describe('a password that anybody would try', () => {
  it.each(['password12', 'Password123!', 'qwertyuiop', '1234567890', 'aaaaaaaaaa', 'iloveyou2024', 'abcdefghij'])(
    '%s is common',
    (password) => {
      expect(judgePassword(password, [])).toBe('common');
    },
  );

  it.each(['Salamander', 'NEWFOUNDLAND', 'poiuytrewq', 'rjirfrgbde', 'mysterio619'])(
    '%s is common, since it leaked often, though no rule says so',
    (password) => {
      expect(judgePassword(password, [])).toBe('common');
    },
  );

  it('is refused if it is one of the ten thousand that leaked most and are long enough', () => {
    const all = Array.from(leakedPasswords());
    expect(all).toHaveLength(10_000);
    expect(all.filter((password) => password !== comparablePassword(password))).toEqual([]);
    expect(all.filter(({ length }) => length < PASSWORD_LENGTH.min || length > PASSWORD_LENGTH.max)).toEqual([]);
    expect(all.filter((password) => judgePassword(password, []) !== 'common')).toEqual([]);
  });

  it('that is the reader’s own name or address is personal', () => {
    expect(judgePassword('adalovelace1', ['ada.lovelace@example.org', 'Ada'])).toBe('personal');
    expect(judgePassword('lovelace1815', ['ada.lovelace@example.org'])).toBe('personal');
  });

  it.each(['a long sentence is fine', 'correct horse battery staple', 'ایک لمبا جملہ ٹھیک ہے', 'x7#kQ9!mZ2'])(
    '%s is taken',
    (password) => {
      expect(judgePassword(password, ['ada@example.org', 'Ada'])).toBeUndefined();
    },
  );
});
