import pino from 'pino';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { openAnswerModels } from './answer-models.ts';
import { testSettings } from './app.fixture.ts';
import { createPriceList } from './usage/price-list.ts';

const PRICED = createPriceList([
  {
    provider: 'ours',
    model: 'small',
    kind: 'chat',
    inputUsdPerMillion: 0,
    cachedInputUsdPerMillion: 0,
    outputUsdPerMillion: 0,
    date: '2026-11-21',
  },
]);
const unused = () => Promise.reject(new Error('no call is made at the start'));
const ledger = { reserve: unused, answersLeft: unused, allowance: unused };
const proofGate = { challenge: unused, check: unused, prove: unused };

const open = async (variables: Record<string, string>) => {
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const spending = { ledger, proofGate, prices: PRICED };
  const models = await openAnswerModels({
    settings: testSettings(variables),
    logger,
    spending,
    registry: new Registry(),
  });
  return { ...models, log: lines.join('') };
};

describe('the models that answer', () => {
  it('are none without a model, and the log says so', async () => {
    const { model, writer, log } = await open({});
    expect({ model, writer }).toEqual({ model: undefined, writer: null });
    expect(log).toContain('answers are made of quotes');
  });

  it('are those with a price, first first', async () => {
    const { model, writer, log } = await open({
      LLM_BASE_URL: 'http://127.0.0.1:9/v1',
      LLM_PROVIDER_NAME: 'ours',
      LLM_MODEL: 'dear',
      LLM_FALLBACK: 'compatible:small',
      ANSWER_MAX_TOKENS: '123',
    });
    expect(writer).toEqual({ provider: 'ours', model: 'small' });
    expect(model?.limits.maxOutputTokens).toBe(123);
    expect(log).toContain('no price is known for ours/dear');
    expect(log).toContain('answers are written by ours/small');
  });

  it('are none when no price is known', async () => {
    const { model, writer, log } = await open({ LLM_BASE_URL: 'http://127.0.0.1:9/v1', LLM_MODEL: 'dear' });
    expect({ model, writer }).toEqual({ model: undefined, writer: null });
    expect(log).toContain('no price is known for compatible/dear');
  });
});
