import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAULT_NAMES, type FaultName, faultNamed } from '../../../test/openai-server/openai-faults.ts';
import { addBills, NO_BILL, type ProviderBill } from '../../../test/openai-server/openai-record.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../../test/openai-server/openai-server.ts';
import { loadSettings } from '../../config/settings.ts';
import { readOutcome, requestFixture } from './llm.contract.ts';
import type { CallMeter, LlmUsage } from './llm.port.ts';
import { createLlmFromSettings } from './llm-from-settings.ts';

const ANSWER = 'A node is a process that takes part in the graph [1]. Nodes talk over topics [2]. '.repeat(3);
const QUESTIONS = 200;
/** A provider that is silent is left soon. */
const IMPATIENT = { LLM_TIMEOUT_FIRST_TOKEN_SECONDS: '0.3', LLM_TIMEOUT_STALL_SECONDS: '0.3' };

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer({ answer: () => ANSWER });
});
afterEach(() => server.close());

/** A meter that adds up what is booked, and knows what is still set aside. */
function purseFixture() {
  const booked: LlmUsage[] = [];
  let open = 0;
  const meter: CallMeter = async () => {
    open += 1;
    return {
      async settle(usage) {
        open -= 1;
        booked.push(usage);
      },
      async release() {
        open -= 1;
      },
    };
  };
  const sum = () => booked.reduce<ProviderBill>((total, usage) => addBills(total, usage), NO_BILL);
  return { meter, booked, sum, open: () => open };
}

const chains = (patience: Record<string, string> = {}) =>
  createLlmFromSettings(
    loadSettings({
      LLM_BASE_URL: server.baseUrl,
      LLM_API_KEY: TEST_API_KEY,
      LLM_MODEL: 'big',
      LLM_FALLBACK: 'compatible:spare',
      ...patience,
    }).llm,
    pino({ level: 'silent' }),
  );
const billed = () => [...server.bill().values()].reduce(addBills, NO_BILL);

describe('what is booked', () => {
  it('is the provider’s own bill, token by token, for many answers at once', async () => {
    const purse = purseFixture();
    const { answers } = await chains();
    const outcomes = await Promise.all(
      Array.from({ length: QUESTIONS }, () => readOutcome(answers.stream(requestFixture(), purse))),
    );
    expect(outcomes.filter(({ text }) => text !== ANSWER)).toEqual([]);
    expect(purse.booked.every(({ estimated }) => !estimated)).toBe(true);
    expect(purse.sum()).toEqual(billed());
    expect(purse.open()).toBe(0);
  });

  it.each(FAULT_NAMES)('is not below the bill after %s, and nothing stays set aside', async (name: FaultName) => {
    const purse = purseFixture();
    const { answers } = await chains(IMPATIENT);
    server.script({
      answer: () => ANSWER,
      fault: (request) => (request?.model === 'big' ? faultNamed(name) : undefined),
    });
    await readOutcome(answers.stream(requestFixture(), purse));
    // An abort is on its way: the bill is whole when the server knows of it.
    await Promise.all(server.requests.map(({ ended }) => ended));
    expect(purse.sum().inputTokens).toBeGreaterThanOrEqual(billed().inputTokens);
    expect(purse.sum().outputTokens).toBeGreaterThanOrEqual(billed().outputTokens);
    expect(purse.open()).toBe(0);
  });

  it('is not below the bill when readers leave in the middle', async () => {
    const purse = purseFixture();
    const { answers } = await chains();
    server.script({
      answer: () => ANSWER,
      fault: () => ({ kind: 'hold', at: 'stream', after: 6, until: new Promise(() => {}) }),
    });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for await (const event of answers.stream(requestFixture(), purse)) if (event.type === 'text') break;
      }),
    );
    await Promise.all(server.requests.map(({ ended }) => ended));
    expect(server.requests.every(({ end }) => end === 'client_closed')).toBe(true);
    expect(purse.sum().outputTokens).toBeGreaterThanOrEqual(billed().outputTokens);
    expect(purse.booked).toHaveLength(20);
    expect(purse.open()).toBe(0);
  });
});
