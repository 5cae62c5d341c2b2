/** The contract of the port to models: every adapter's test runs this suite, against a local server with every fault. */
import { inspect } from 'node:util';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultNamed } from '../../../test/openai-server/openai-faults.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../../test/openai-server/openai-server.ts';
import { PROVIDER_TEXT } from '../../../test/openai-server/stream-writer.ts';
import { type LlmEvent, LlmFailure, type LlmModel, type LlmRequest } from './llm.port.ts';
import type { LlmTimeouts } from './llm-deadlines.ts';
import { createLlmModel } from './llm-models.ts';
import { loadTokenizer } from './llm-tokenizer.ts';
import type { LlmModelAddress } from './provider-address.ts';

/** Long enough that no test meets one that it doesn't ask for. */
const PATIENT: LlmTimeouts = { headersMs: 15_000, firstTokenMs: 15_000, stallMs: 15_000, answerMs: 15_000 };
/** Long enough for a busy machine to get the request across. */
const SHORT_MS = 250;
const QUESTION = 'What is a node, for a reader who never saw one?';
const TEXT = 'A node is a process that takes part in the graph [1]. Nodes talk over topics [2].';

/** How an answer came out. */
export interface LlmOutcome {
  readonly text: string;
  readonly finish: Extract<LlmEvent, { type: 'finish' }> | undefined;
  readonly failure: LlmFailure | undefined;
}

/** A request as features make it. */
export const requestFixture = (more: Partial<LlmRequest> = {}): LlmRequest => ({
  purpose: 'answer',
  messages: [
    { role: 'system', content: 'Answer from the passages.' },
    { role: 'user', content: 'What is a topic?' },
    { role: 'assistant', content: 'A named bus [1].' },
    { role: 'user', content: QUESTION },
  ],
  maxOutputTokens: 200,
  signal: new AbortController().signal,
  ...more,
});

/** Reads an answer to its end, good or bad. */
export async function readOutcome(events: AsyncIterable<LlmEvent | { readonly type: 'begin' }>): Promise<LlmOutcome> {
  let text = '';
  let finish: LlmOutcome['finish'];
  try {
    for await (const event of events) {
      if (event.type === 'text') text += event.text;
      else if (event.type === 'finish') finish = event;
    }
    return { text, finish, failure: undefined };
  } catch (error) {
    if (error instanceof LlmFailure) return { text, finish, failure: error };
    throw error;
  }
}

/**
 * Declares the suite for an adapter.
 * @param addressOf Where the adapter finds its model on the server
 */
export const describeLlmContract = (name: string, addressOf: (server: OpenAiServer) => LlmModelAddress): void => {
  describe(`model port: ${name}`, () => {
    let server: OpenAiServer;
    let log: string[];
    let waited: number[];
    beforeEach(async () => {
      server = await startOpenAiServer();
      server.script({ answer: () => TEXT });
      log = [];
      waited = [];
    });
    afterEach(() => server.close());

    const make = async (timeouts: Partial<LlmTimeouts> = {}): Promise<LlmModel> =>
      createLlmModel(addressOf(server), {
        timeouts: { ...PATIENT, ...timeouts },
        countTokens: await loadTokenizer(),
        logger: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
        wait: async (ms) => void waited.push(ms),
      });
    const ask = async (more: Partial<LlmRequest> = {}, timeouts: Partial<LlmTimeouts> = {}): Promise<LlmOutcome> =>
      readOutcome((await make(timeouts)).stream(requestFixture(more)));
    const askWithFault = (fault: string, timeouts: Partial<LlmTimeouts> = {}) => {
      server.script({ answer: () => TEXT, fault: () => faultNamed(fault) });
      return ask({}, timeouts);
    };
    const billed = () => server.requests.at(-1)?.billed ?? { inputTokens: Number.NaN, outputTokens: Number.NaN };

    describe('an answer', () => {
      it('streams as it is written, and ends with the tokens that the provider bills', async () => {
        const { text, finish, failure } = await ask();
        expect(failure).toBeUndefined();
        expect(text).toBe(TEXT);
        const { inputTokens, outputTokens } = billed();
        expect(finish?.reason).toBe('stop');
        expect(finish?.usage).toEqual({ inputTokens, outputTokens, cachedInputTokens: 0, estimated: false });
      });

      it('is asked for with the whole conversation, the key and the bound', async () => {
        await ask();
        const sent = inspect(server.requests[0]?.body, { depth: 10 });
        for (const { content } of requestFixture().messages) expect(sent).toContain(content);
        expect(sent).toMatch(/max_?(completion_)?(output)?_?tokens'?: 200/i);
        expect(inspect(server.requests[0]?.headers)).toContain(TEST_API_KEY);
      });

      it('that reaches the bound says so', async () => {
        const { text, finish } = await ask({ maxOutputTokens: 4 });
        expect(finish?.reason).toBe('length');
        expect(TEXT.startsWith(text)).toBe(true);
        expect(text.length).toBeLessThan(TEXT.length);
      });

      it.each(['usage-missing', 'usage-negative', 'usage-zero', 'usage-huge'])(
        'with %s is counted by us, and not below the bill',
        async (fault) => {
          const { finish } = await askWithFault(fault);
          expect(finish?.usage.estimated).toBe(true);
          expect(finish?.usage.inputTokens).toBeGreaterThanOrEqual(billed().inputTokens);
          expect(finish?.usage.outputTokens).toBeGreaterThanOrEqual(billed().outputTokens);
          expect(finish?.usage.inputTokens).toBeLessThan(1.6 * billed().inputTokens + 20);
        },
      );
    });

    describe('a failure', () => {
      it.each([
        ['400', 'bad_request'],
        ['401', 'unauthorized'],
        ['403', 'unauthorized'],
        ['404', 'not_found'],
        ['429', 'rate_limited'],
        ['500', 'unavailable'],
        ['503', 'unavailable'],
        ['html', 'broken'],
      ])('%s is %s, at once, and costs nothing', async (fault, kind) => {
        const { text, failure } = await askWithFault(fault);
        expect(failure).toMatchObject({ kind, usage: undefined });
        expect(text).toBe('');
        expect(server.requests).toHaveLength(1);
      });

      it.each([
        ['reset', 'unavailable'],
        ['cut', 'broken'],
        ['no-finish', 'broken'],
        ['malformed', 'broken'],
        ['error-event', 'broken'],
        ['empty', 'empty'],
        ['refusal', 'refused'],
        ['content-filter', 'refused'],
      ])('%s is %s and never an answer; it is not booked below the bill', async (fault, kind) => {
        const { text, finish, failure } = await askWithFault(fault);
        expect(finish).toBeUndefined();
        expect(failure?.kind).toBe(kind);
        expect(TEXT.startsWith(text)).toBe(true);
        expect(failure?.usage?.inputTokens).toBeGreaterThanOrEqual(billed().inputTokens);
        expect(failure?.usage?.outputTokens).toBeGreaterThanOrEqual(billed().outputTokens);
      });

      it('of the connection costs nothing', async () => {
        const model = await make();
        await server.close();
        const { failure } = await readOutcome(model.stream(requestFixture()));
        expect(failure).toMatchObject({ kind: 'unavailable', usage: undefined });
        server = await startOpenAiServer();
      });

      it.each(['400', '401', '429', '500', 'cut', 'malformed', 'error-event', 'html', 'refusal'])(
        '%s carries nothing of the provider, of the prompt or of the key, and nothing is logged',
        async (fault) => {
          const { failure } = await askWithFault(fault);
          const shown = `${inspect(failure, { depth: 20, showHidden: true })}${log.join('')}`;
          for (const secret of [PROVIDER_TEXT, QUESTION, TEST_API_KEY, 'Sign in']) expect(shown).not.toContain(secret);
        },
      );

      it('of an answer that is far longer than was asked for ends it', async () => {
        await server.close();
        server = await startOpenAiServer({ countTokens: () => 1, answer: () => ['word ', 'x'.repeat(100_000)] });
        const { finish, failure } = await ask({ maxOutputTokens: 50 });
        expect(finish).toBeUndefined();
        expect(failure?.kind).toBe('broken');
      });

      it('of a redirect sends neither prompt nor key elsewhere', async () => {
        const elsewhere = await startOpenAiServer({ apiKey: null });
        server.script({ fault: { kind: 'redirect', location: `${elsewhere.baseUrl}/chat/completions` } });
        const { failure } = await ask();
        expect(failure?.kind).toBe('broken');
        expect(elsewhere.requests).toEqual([]);
        await elsewhere.close();
      });
    });

    describe('a provider that asks for patience', () => {
      const onceBusy = (retryAfter: string) => {
        let asked = 0;
        server.script({
          answer: () => TEXT,
          fault: () => (asked++ === 0 ? { kind: 'status', status: 429, retryAfter } : undefined),
        });
      };

      it('of seconds is asked once more', async () => {
        onceBusy('2');
        expect((await ask()).text).toBe(TEXT);
        expect(waited).toEqual([2000]);
      });

      it('until a time that has come is asked once more', async () => {
        onceBusy(new Date(0).toUTCString());
        expect((await ask()).text).toBe(TEXT);
        expect(waited).toEqual([0]);
      });

      it('of a minute is left, and so is one that is busy twice', async () => {
        expect((await askWithFault('429-late')).failure).toMatchObject({ kind: 'rate_limited', retryAfterMs: 60_000 });
        expect(server.requests).toHaveLength(1);
        expect((await askWithFault('429-soon')).failure?.kind).toBe('rate_limited');
        expect(server.requests).toHaveLength(3);
      });
    });

    describe('a provider that is silent', () => {
      it.each([
        ['no response', 'no-headers', { headersMs: SHORT_MS }],
        ['no first token', 'slow-first-token', { firstTokenMs: SHORT_MS }],
        ['silent in the middle', 'stall', { stallMs: SHORT_MS }],
        ['the answer took too long', 'stall', { answerMs: SHORT_MS }],
      ])('(%s) is left, and hears of it', async (detail, fault, timeouts) => {
        const { finish, failure } = await askWithFault(fault, timeouts);
        expect(finish).toBeUndefined();
        expect(failure).toMatchObject({ kind: 'timeout', cause: { message: detail } });
        await server.requests[0]?.ended;
        expect(server.requests[0]?.end).toBe('client_closed');
        expect(failure?.usage?.outputTokens).toBeGreaterThanOrEqual(billed().outputTokens);
      });
    });

    describe('a reader who leaves', () => {
      it('before the first word stops the provider', async () => {
        server.script({ answer: () => TEXT, fault: faultNamed('no-headers') });
        const leaving = new AbortController();
        const outcome = ask({ signal: leaving.signal });
        await server.arrived(1);
        leaving.abort();
        expect((await outcome).failure).toMatchObject({ kind: 'aborted', usage: { estimated: true } });
        await server.requests[0]?.ended;
        expect(server.requests[0]?.end).toBe('client_closed');
      });

      it('in the middle stops the provider, and what came is counted', async () => {
        server.script({ answer: () => TEXT, fault: faultNamed('stall') });
        const leaving = new AbortController();
        const stream = (await make()).stream(requestFixture({ signal: leaving.signal }));
        const { failure } = await readOutcome(
          (async function* () {
            for await (const event of stream) {
              leaving.abort();
              yield event;
            }
          })(),
        );
        expect(failure?.kind).toBe('aborted');
        await server.requests[0]?.ended;
        expect(server.requests[0]?.end).toBe('client_closed');
        expect(failure?.usage?.outputTokens).toBeGreaterThanOrEqual(billed().outputTokens);
      });

      it('without a word stops the provider too', async () => {
        server.script({ answer: () => TEXT, fault: faultNamed('stall') });
        for await (const event of (await make()).stream(requestFixture())) if (event.type === 'text') break;
        await server.requests[0]?.ended;
        expect(server.requests[0]?.end).toBe('client_closed');
      });

      it('before anything was asked costs nothing', async () => {
        const { failure } = await ask({ signal: AbortSignal.abort() });
        expect(failure).toMatchObject({ kind: 'aborted', usage: undefined });
        expect(server.requests).toEqual([]);
      });
    });
  });
};
