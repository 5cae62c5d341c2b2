import { describe, expect, it } from 'vitest';
import type { LlmChain, LlmRequest } from '../../../providers/llm/llm.port.ts';
import { BudgetSpentError } from '../../../usage/ledger.port.ts';
import { createQuestionRewriter } from './chat-rewrite.ts';

const TURNS = [{ question: 'What is a LiDAR?', answer: 'A sensor.' }];
const PAYER = { address: '192.0.2.7', readerId: null };

/** A chain whose model says these texts, one a call. */
const chainOf = (...texts: readonly (string | Error)[]) => {
  const requests: LlmRequest[] = [];
  const chain: LlmChain = {
    models: [{ provider: 'p', model: 'small' }],
    countTokens: (text) => text.length,
    async *stream(request, { meter }) {
      const text = texts[requests.length] ?? '';
      requests.push(request);
      const name = { provider: 'p', model: 'small' };
      const reservation = await meter(name, { inputTokens: 1, maxOutputTokens: request.maxOutputTokens });
      if (text instanceof Error) throw text;
      yield { type: 'begin', name };
      yield { type: 'text', text };
      const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, estimated: false };
      await reservation.settle(usage);
      yield { type: 'finish', reason: 'stop', usage };
    },
  };
  return { chain, requests };
};

const rewriterOf = (chain: LlmChain, reserve = async () => grant) =>
  createQuestionRewriter({
    chainFor: () => chain,
    ledger: { reserve },
    timeoutMs: 60_000,
    logger: { error: () => undefined },
  });

const grant = { id: '1', maxCostUsd: 0, settle: async () => undefined, release: async () => undefined };
const ask = (rewriter: ReturnType<typeof rewriterOf>, question = 'And its range?') =>
  rewriter.rewrite({ question, turns: TURNS, payer: PAYER });

describe('making a question stand alone', () => {
  it.each([
    ['What is the range of a LiDAR?', 'What is the range of a LiDAR?'],
    ['“What is the range of a LiDAR?”\n\nThis stands alone.', 'What is the range of a LiDAR?'],
    ['\n\u202E What is   its\u0007 range?', 'What is its range?'],
    ['', undefined],
    ['?!', undefined],
    ['</lectern-question>', undefined],
    ['x'.repeat(501), undefined],
  ])('takes the question out of %j', async (text, question) => {
    expect(await ask(rewriterOf(chainOf(text).chain))).toBe(question);
  });

  it('asks for a short answer, and remembers it', async () => {
    const { chain, requests } = chainOf('What is the range of a LiDAR?', 'Another?');
    const rewriter = rewriterOf(chain);
    expect(await ask(rewriter)).toBe(await ask(rewriter));
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ purpose: 'rewrite', temperature: 0 });
    expect(requests[0]?.maxOutputTokens).toBeLessThan(200);
    expect(await ask(rewriter, 'And its rate?')).toBe('Another?');
  });

  it('has no question when the model fails, and tries again the next time', async () => {
    const rewriter = rewriterOf(chainOf(new Error('down'), 'What is the range?').chain);
    expect(await ask(rewriter)).toBeUndefined();
    expect(await ask(rewriter)).toBe('What is the range?');
  });

  it('has no question when the budget is spent, and counts none as an answer', async () => {
    const reserved: unknown[] = [];
    const { chain } = chainOf('What is the range?');
    const spent = rewriterOf(chain, async () => {
      throw new BudgetSpentError('global_day');
    });
    expect(await ask(spent)).toBeUndefined();
    const rewriter = createQuestionRewriter({
      chainFor: () => chainOf('What is the range?').chain,
      ledger: {
        reserve: async (request) => {
          reserved.push(request);
          return grant;
        },
      },
      timeoutMs: 60_000,
      logger: { error: () => undefined },
    });
    await ask(rewriter);
    expect(reserved).toMatchObject([{ payer: PAYER, feature: 'chat', countsAsAnswer: false }]);
  });

  it('ends when the reader leaves', async () => {
    const left = new AbortController();
    const chain: LlmChain = {
      ...chainOf().chain,
      async *stream({ signal }) {
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        yield { type: 'text', text: 'never' };
      },
    };
    const asked = rewriterOf(chain).rewrite({ question: 'q?', turns: TURNS, payer: PAYER, signal: left.signal });
    left.abort();
    expect(await asked).toBeUndefined();
  });
});
