import { allowanceResponseSchema, proofChallengeSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { testDeps, testSettings } from '../../app.fixture.ts';
import { buildApp } from '../../app.ts';
import type { Payer } from '../../usage/index.ts';
import type { AllowanceDeps } from './index.ts';

let app: FastifyInstance;
afterEach(() => app.close());

/** The real app over a ledger that says `answersLeft` to everybody. */
async function appWith(answersLeft: number | null, writer: AllowanceDeps['writer']) {
  const asked: Payer[] = [];
  const deps = testDeps(testSettings({ PROOF_DIFFICULTY: '2000' }));
  const allowance = async (payer: Payer) => {
    asked.push(payer);
    return { answersLeft, resetsAt: new Date('2026-11-22T00:00:00Z') };
  };
  app = await buildApp({
    ...deps,
    allowance: { ...deps.allowance, ledger: { allowance }, writer, embedder: EMBEDDER },
  });
  return asked;
}

const EMBEDDER = { provider: 'compatible', model: 'nomic-embed-text' };
const WRITER = { provider: 'openai', model: 'gpt-4o-mini' };

describe('GET /api/v1/me/allowance', () => {
  it('tells a reader what is left, in answers, and who gets the questions; by address without an identity', async () => {
    const asked = await appWith(17, WRITER);
    const response = await app.inject({ url: '/api/v1/me/allowance', remoteAddress: '192.0.2.7' });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      answersLeft: 17,
      translationsLeft: null,
      resetsAt: '2026-11-22T00:00:00.000Z',
      writer: WRITER,
      embedder: EMBEDDER,
    });
    expect(allowanceResponseSchema.parse(response.json())).toBeTruthy();
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store' });
    // Looking stores nothing, so that no identity is made of it.
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(asked).toEqual([{ address: '192.0.2.7', readerId: null }]);
  });

  it('says that nothing is limited where answers are quotes', async () => {
    await appWith(17, null);
    expect((await app.inject({ url: '/api/v1/me/allowance' })).json()).toMatchObject({
      answersLeft: null,
      writer: null,
    });
  });
});

describe('POST /api/v1/chat/challenge', () => {
  it('gives another challenge each time, as hard as the settings say', async () => {
    await appWith(null, WRITER);
    const ask = async () => {
      const response = await app.inject({ method: 'POST', url: '/api/v1/chat/challenge' });
      expect(response.headers).toMatchObject({ 'cache-control': 'no-store' });
      return proofChallengeSchema.parse(response.json());
    };
    const [first, second] = [await ask(), await ask()];
    expect(first.parameters.data.maxCounter).toBe(2001);
    expect(first.parameters.nonce).not.toBe(second.parameters.nonce);
  });
});
