import { describe, expect, it } from 'vitest';
import { createCookieSigner, IDENTITY_MAX_AGE_SECONDS } from './cookie-signer.ts';

const ID = '3f2b8f6e-4a51-4c39-9d0a-5b1c2d3e4f50';
const KEY = Buffer.alloc(32, 7);
const START = 1_800_000_000_000;

/** A signer whose clock can be set, in seconds after the start. */
function signerAt(seconds: () => number, key: Buffer = KEY) {
  return createCookieSigner(key, () => START + seconds() * 1000);
}

describe('a signed identity', () => {
  it('is read back', () => {
    const signer = signerAt(() => 0);
    expect(signer.verify(signer.sign(ID))).toEqual({ id: ID, renew: false });
  });

  it('is due for renewal after a month and dead after a year', () => {
    let seconds = 0;
    const signer = signerAt(() => seconds);
    const value = signer.sign(ID);
    seconds = 31 * 24 * 3600;
    expect(signer.verify(value)).toEqual({ id: ID, renew: true });
    seconds = IDENTITY_MAX_AGE_SECONDS + 1;
    expect(signer.verify(value)).toBeNull();
  });

  it('from the future is refused, but for the skew of clocks', () => {
    let seconds = 60;
    const signer = signerAt(() => seconds);
    const value = signer.sign(ID);
    seconds = 0;
    expect(signer.verify(value)?.id).toBe(ID);
    seconds = -3600;
    expect(signer.verify(value)).toBeNull();
  });

  it('of another key is refused', () => {
    const value = signerAt(() => 0, Buffer.alloc(32, 8)).sign(ID);
    expect(signerAt(() => 0).verify(value)).toBeNull();
  });

  it('is refused when any character was changed', () => {
    const signer = signerAt(() => 0);
    const value = signer.sign(ID);
    for (let index = 0; index < value.length; index += 1) {
      const other = value[index] === 'A' ? 'B' : 'A';
      const forged = value.slice(0, index) + other + value.slice(index + 1);
      const verified = signer.verify(forged);
      // The last character of base64url holds two unused bits: the same bytes may be written in two ways.
      if (index < value.length - 1) expect(verified).toBeNull();
    }
  });

  it.each(['', '.', 'a.b.c', `${ID}.1800000000.`, `${ID}.1800000000.${'A'.repeat(43)}`, 'x'.repeat(5000)])(
    'is not seen in %j',
    (value) => {
      expect(signerAt(() => 0).verify(value)).toBeNull();
    },
  );
});
