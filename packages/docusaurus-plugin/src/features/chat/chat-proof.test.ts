/** The proof of work against a hash of our own. */
import { createHash } from 'node:crypto';
import type { ProofChallenge } from '@lectern/contracts';
import { afterEach, expect, test, vi } from 'vitest';
import { solveProof } from './chat-proof.ts';

const SALT = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf';
const NONCE = '00112233445566778899aabbccddeeff';
const { signal } = new AbortController();

function hashOf(counter: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(counter);
  return createHash('sha256')
    .update(Buffer.from(SALT + NONCE, 'hex'))
    .update(bytes)
    .digest('hex');
}

const challengeOf = (keyPrefix: string, maxCounter: number): ProofChallenge => ({
  parameters: {
    algorithm: 'SHA-256',
    cost: 1,
    data: { maxCounter },
    expiresAt: 2_000_000_000,
    keyLength: 32,
    keyPrefix,
    nonce: NONCE,
    salt: SALT,
  },
  signature: 'f'.repeat(64),
});

test.each([0, 255, 256, 1234])('counter %i is found and sent with the challenge as it came', async (counter) => {
  const challenge = challengeOf(hashOf(counter).slice(0, 32), 2000);
  const proof: unknown = JSON.parse(atob(await solveProof(challenge, signal)));
  expect(proof).toEqual({ challenge, solution: { counter, derivedKey: hashOf(counter) } });
});

test('a challenge without a solution ends, and so does work that is not wanted any more', async () => {
  await expect(solveProof(challengeOf('0'.repeat(32), 600), signal)).rejects.toThrow('no solution');
  await expect(solveProof(challengeOf('0'.repeat(32), 600), AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  });
});

afterEach(() => void vi.unstubAllGlobals());

test('a page of plain http, where browsers have no cryptography, says so', async () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  await expect(solveProof(challengeOf('00', 600), signal)).rejects.toMatchObject({
    name: 'ProofFailedError',
    reason: 'insecure',
  });
});
