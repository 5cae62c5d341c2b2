/** The proof of work against a check of our own. */
import { createHash, pbkdf2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { solveProof } from './chat-proof.ts';

const challengeOf = (algorithm: string, keyPrefix = '0') => ({
  parameters: { algorithm, nonce: '00112233445566778899aabbccddeeff', salt: 'a0a1', cost: 3, keyLength: 32, keyPrefix },
  signature: 'kept as it is',
});

function passwordOf(counter: number): Buffer {
  const password = Buffer.alloc(20);
  Buffer.from('00112233445566778899aabbccddeeff', 'hex').copy(password);
  password.writeUInt32BE(counter, 16);
  return password;
}

const DERIVATIONS: Readonly<Record<string, (counter: number) => Buffer>> = {
  'PBKDF2/SHA-256': (counter) => pbkdf2Sync(passwordOf(counter), Buffer.from('a0a1', 'hex'), 3, 32, 'sha256'),
  'SHA-256': (counter) => {
    let data = Buffer.concat([Buffer.from('a0a1', 'hex'), passwordOf(counter)]);
    for (let round = 0; round < 3; round++) data = createHash('sha256').update(data).digest();
    return data;
  },
};

test.each(Object.entries(DERIVATIONS))(
  '%s: the first counter that fits is found and sent with the challenge',
  async (algorithm, derive) => {
    const challenge = challengeOf(algorithm);
    const { challenge: sent, solution } = JSON.parse(atob(await solveProof(challenge, new AbortController().signal)));
    expect(sent).toEqual(challenge);
    let first = 0;
    while (!derive(first).toString('hex').startsWith('0')) first++;
    expect(solution).toMatchObject({ counter: first, derivedKey: derive(first).toString('hex') });
  },
);

test('an unknown kind of work is refused, and work is ended on demand', async () => {
  await expect(solveProof(challengeOf('ARGON2ID'), new AbortController().signal)).rejects.toThrow('unknown algorithm');
  await expect(solveProof(challengeOf('SHA-256'), AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});
