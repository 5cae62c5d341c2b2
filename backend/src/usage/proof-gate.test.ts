import { createHash } from 'node:crypto';
import type { ProofChallenge } from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryRateCounter } from '../middleware/rate-counter.ts';
import { READER } from './ledger.fixture.ts';
import type { Payer } from './ledger.port.ts';
import { createProofGate, type ProofGateOptions } from './proof-gate.ts';

const KEY = Buffer.alloc(32, 3);
const OTHER: Payer = { address: '198.51.100.1', readerId: null };

// The library looks at the clock itself.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 21, 12) }));
afterEach(() => void vi.useRealTimers());

const gateOf = (options: Partial<ProofGateOptions> = {}) =>
  createProofGate({ key: KEY, counter: createMemoryRateCounter(), afterPerMinute: 2, difficulty: 1000, ...options });

/** What the page does, written from the contract alone. */
function solve({ parameters }: ProofChallenge): { counter: number; derivedKey: string } {
  const start = Buffer.from(parameters.salt + parameters.nonce, 'hex');
  for (let counter = 0; counter < parameters.data.maxCounter; counter += 1) {
    const last = Buffer.alloc(4);
    last.writeUInt32BE(counter);
    const derivedKey = createHash('sha256')
      .update(Buffer.concat([start, last]))
      .digest('hex');
    if (derivedKey.startsWith(parameters.keyPrefix)) return { counter, derivedKey };
  }
  throw new Error('no counter below maxCounter solves the challenge');
}

const encode = (proof: unknown): string => Buffer.from(JSON.stringify(proof)).toString('base64');

async function spent(options: Partial<ProofGateOptions> = {}) {
  const gate = gateOf(options);
  await gate.check(READER, undefined);
  await gate.check(READER, undefined);
  return gate;
}

describe('model answers', () => {
  it('need no proof below the rate of their address', async () => {
    const gate = await spent();
    await expect(gate.check(READER, undefined)).rejects.toMatchObject({ code: 'PROOF_REQUIRED', status: 429 });
    await expect(gate.check(OTHER, undefined)).resolves.toBeUndefined();
    vi.setSystemTime(Date.now() + 60_000);
    await expect(gate.check(READER, undefined)).resolves.toBeUndefined();
  });

  it('need none at all when that is turned off, nor for the server’s own work', async () => {
    const off = gateOf({ afterPerMinute: 0 });
    for (let count = 0; count < 50; count += 1) await off.check(READER, undefined);
    const gate = gateOf({ afterPerMinute: 1 });
    for (let count = 0; count < 5; count += 1) await gate.check({ address: null, readerId: null }, undefined);
  });

  it('pass with a proof, each with one of its own', async () => {
    const gate = await spent();
    const proofs = await Promise.all(
      [1, 2].map(async () => {
        const challenge = await gate.challenge();
        return encode({ challenge, solution: solve(challenge) });
      }),
    );
    for (const proof of proofs) await expect(gate.check(READER, proof)).resolves.toBeUndefined();
    await expect(gate.check(READER, proofs[0])).rejects.toMatchObject({
      code: 'PROOF_REQUIRED',
      message: expect.stringContaining('used before'),
    });
  });

  it('take a proof once, also from many requests at once and from any replica that shares the counter', async () => {
    const counter = createMemoryRateCounter();
    const first = await spent({ counter });
    const second = gateOf({ counter });
    const challenge = await first.challenge();
    const proof = encode({ challenge, solution: solve(challenge) });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? first : second).check(READER, proof)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('do not pass with a proof that has expired', async () => {
    const gate = gateOf({ afterPerMinute: 1 });
    const challenge = await gate.challenge();
    const proof = encode({ challenge, solution: solve(challenge) });
    vi.setSystemTime(Date.now() + 5 * 60_000);
    await gate.check(READER, undefined);
    await expect(gate.check(READER, proof)).rejects.toMatchObject({ message: expect.stringContaining('expired') });
  });

  it('do not pass with a proof that is forged', async () => {
    const gate = await spent();
    const challenge = await gate.challenge();
    const solution = solve(challenge);
    const { parameters } = challenge;
    const later = { ...parameters, expiresAt: parameters.expiresAt + 3600 };
    const easy = { ...parameters, keyPrefix: '0'.repeat(32) };
    const foreign = await gateOf({ key: Buffer.alloc(32, 4) }).challenge();
    const forged: [string, string][] = [
      ['another counter', encode({ challenge, solution: { ...solution, counter: solution.counter + 1 } })],
      ['another hash', encode({ challenge, solution: { ...solution, derivedKey: '0'.repeat(64) } })],
      ['a later end', encode({ challenge: { ...challenge, parameters: later }, solution })],
      ['another prefix', encode({ challenge: { ...challenge, parameters: easy }, solution })],
      ['another server’s challenge', encode({ challenge: foreign, solution: solve(foreign) })],
      ['no signature', encode({ challenge: { parameters }, solution })],
      ['no JSON', Buffer.from('{').toString('base64')],
      ['no base64', '%%%'],
      ['nothing', ''],
    ];
    for (const [what, proof] of forged) {
      await expect(gate.check(READER, proof), what).rejects.toMatchObject({ code: 'PROOF_REQUIRED' });
    }
    await expect(gate.check(READER, encode({ challenge, solution }))).resolves.toBeUndefined();
  });
});

it('challenges can be solved at both ends of their range', async () => {
  const gate = gateOf({ difficulty: 1 });
  for (let round = 0; round < 20; round += 1) {
    expect(solve(await gate.challenge()).counter).toBeLessThanOrEqual(1);
  }
});
