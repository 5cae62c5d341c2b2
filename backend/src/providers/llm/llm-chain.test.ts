import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BudgetSpentError, PriceUnknownError } from '../../usage/ledger.port.ts';
import {
  type CallMeter,
  type LlmChain,
  type LlmChainEvent,
  type LlmEvent,
  LlmFailure,
  type LlmFailureKind,
  type LlmModel,
  type LlmRequest,
  type LlmUsage,
} from './llm.port.ts';
import { createLlmChain } from './llm-chain.ts';

const USAGE: LlmUsage = { inputTokens: 9, cachedInputTokens: 0, outputTokens: 5, estimated: false };
const finish: LlmEvent = { type: 'finish', reason: 'stop', usage: USAGE };
const say = (text: string): LlmEvent => ({ type: 'text', text });
const silent = pino({ level: 'silent' });

/** A model that plays what it is given, one entry for each call; the last one again and again. */
function scripted(model: string, ...plays: readonly (readonly (LlmEvent | Error)[])[]): LlmModel & { calls: number } {
  return {
    provider: 'test',
    model,
    calls: 0,
    countTokens: (text) => text.length,
    async *stream() {
      const play = plays[Math.min(this.calls, plays.length - 1)] ?? [];
      this.calls += 1;
      for (const event of play) {
        if (event instanceof Error) throw event;
        yield event;
      }
    },
  };
}
const failing = (model: string, kind: LlmFailureKind, usage?: LlmUsage) =>
  scripted(model, [new LlmFailure(kind, { usage })]);
const answering = (model: string, text = 'Yes.') => scripted(model, [say(text), finish]);

/** A meter that writes down what becomes of each reservation. */
function meterFixture(refuse: (model: string) => Error | undefined = () => undefined) {
  const book: string[] = [];
  const meter: CallMeter = async ({ model }, { inputTokens, maxOutputTokens }) => {
    const error = refuse(model);
    if (error !== undefined) throw error;
    book.push(`reserve ${model} ${inputTokens}+${maxOutputTokens}`);
    return {
      settle: async (usage) => void book.push(`settle ${model} ${usage.inputTokens}+${usage.outputTokens}`),
      release: async () => void book.push(`release ${model}`),
    };
  };
  return { book, meter };
}

const request = (signal = new AbortController().signal): LlmRequest => ({
  purpose: 'answer',
  messages: [{ role: 'user', content: 'Why?' }],
  maxOutputTokens: 100,
  signal,
});

/** Everything that comes of an answer. */
async function listen(chain: LlmChain, meter: CallMeter, allowed?: readonly string[]) {
  const events: LlmChainEvent[] = [];
  let error: unknown;
  try {
    for await (const event of chain.stream(request(), { meter, allowed })) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  const writer = events.flatMap((event) => (event.type === 'begin' ? [event.name.model] : []));
  return { text, writer, error, last: events.at(-1)?.type, kind: error instanceof LlmFailure ? error.kind : undefined };
}

describe('a chain of models', () => {
  it('names the model that writes, and books what the call took', async () => {
    const { book, meter } = meterFixture();
    const heard = await listen(createLlmChain([answering('small')], silent), meter);
    expect(heard).toMatchObject({ text: 'Yes.', writer: ['small'], error: undefined, last: 'finish' });
    expect(book).toEqual(['reserve small 11+100', 'settle small 9+5']);
  });

  it('without any model says so, and still counts', async () => {
    const chain = createLlmChain([], silent);
    expect(chain.models).toEqual([]);
    expect(chain.countTokens('1234')).toBeGreaterThan(0);
    expect((await listen(chain, meterFixture().meter)).kind).toBe('not_found');
  });

  it.each<LlmFailureKind>([
    'unauthorized',
    'rate_limited',
    'unavailable',
    'timeout',
    'empty',
    'refused',
    'bad_request',
  ])('goes on to the next model after %s', async (kind) => {
    const { book, meter } = meterFixture();
    const heard = await listen(createLlmChain([failing('first', kind), answering('second')], silent), meter);
    expect(heard).toMatchObject({ text: 'Yes.', writer: ['second'] });
    expect(book).toEqual(['reserve first 11+100', 'release first', 'reserve second 11+100', 'settle second 9+5']);
  });

  it('books what a failed call took all the same', async () => {
    const { book, meter } = meterFixture();
    const heard = await listen(createLlmChain([failing('first', 'empty', USAGE)], silent), meter);
    expect(heard).toMatchObject({ kind: 'empty', writer: [] });
    expect(book).toEqual(['reserve first 11+100', 'settle first 9+5']);
  });

  it('stays with a model that has begun', async () => {
    const { book, meter } = meterFixture();
    const cut = scripted('first', [say('A node'), new LlmFailure('broken', { usage: USAGE })]);
    const second = answering('second');
    const heard = await listen(createLlmChain([cut, second], silent), meter);
    expect(heard).toMatchObject({ text: 'A node', writer: ['first'], kind: 'broken' });
    expect(second.calls).toBe(0);
    expect(book.at(-1)).toBe('settle first 9+5');
  });

  it('fails with what the last model said', async () => {
    const chain = createLlmChain([failing('first', 'timeout'), failing('second', 'unauthorized')], silent);
    expect((await listen(chain, meterFixture().meter)).kind).toBe('unauthorized');
  });

  it('asks nobody when a limit of spending is reached', async () => {
    const models = [answering('first'), answering('second')];
    const { meter } = meterFixture(() => new BudgetSpentError('global_day'));
    const heard = await listen(createLlmChain(models, silent), meter);
    expect(heard.error).toBeInstanceOf(BudgetSpentError);
    expect(models.map(({ calls }) => calls)).toEqual([0, 0]);
  });

  it('goes on to a model that costs nothing when the budget of the first is spent', async () => {
    const { meter } = meterFixture((model) => (model === 'first' ? new BudgetSpentError('global_day') : undefined));
    const models = [answering('first'), answering('second')];
    const heard = await listen(createLlmChain(models, silent), meter);
    expect(heard).toMatchObject({ writer: ['second'], last: 'finish' });
    expect(models[0]?.calls).toBe(0);
  });

  it('says that money ran out when the model after that fails', async () => {
    const { meter } = meterFixture((model) => (model === 'first' ? new BudgetSpentError('global_day') : undefined));
    const heard = await listen(createLlmChain([answering('first'), failing('second', 'timeout')], silent), meter);
    expect(heard.error).toBeInstanceOf(BudgetSpentError);
  });

  it('passes over a model without a price', async () => {
    const { meter } = meterFixture((model) => (model === 'first' ? new PriceUnknownError('test', model) : undefined));
    const first = answering('first');
    const heard = await listen(createLlmChain([first, answering('second')], silent), meter);
    expect(heard.writer).toEqual(['second']);
    expect(first.calls).toBe(0);
  });

  it('tells the operator once that a price is missing, and each time why a model failed', async () => {
    const lines: string[] = [];
    const logger = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) });
    const { meter } = meterFixture((model) => (model === 'first' ? new PriceUnknownError('test', model) : undefined));
    const busy = new LlmFailure('rate_limited', { retryAfterMs: 60_000, cause: new Error('HTTP 429') });
    const chain = createLlmChain([answering('first'), scripted('second', [busy]), answering('third')], logger);
    await listen(chain, meter);
    await listen(chain, meter);
    const cut = scripted('cut', [say('A node'), new LlmFailure('broken')]);
    await listen(createLlmChain([cut], logger), meter);
    const told = lines.map((line): Record<string, unknown> => JSON.parse(line));
    expect(told.map(({ model }) => model)).toEqual(['first', 'second', 'second', 'cut']);
    expect(told[0]?.['msg']).toMatch(/no price is known for test\/first: add it to the price file/);
    expect(told[1]).toMatchObject({ kind: 'rate_limited', detail: 'HTTP 429', retryAfterMs: 60_000 });
  });

  it('asks only the models that the book allows', async () => {
    const chain = createLlmChain([answering('first'), answering('second')], silent);
    expect((await listen(chain, meterFixture().meter, ['second'])).writer).toEqual(['second']);
    expect((await listen(chain, meterFixture().meter, ['other'])).kind).toBe('not_found');
  });

  it('books what came when nobody listens any more', async () => {
    const { book, meter } = meterFixture();
    const chain = createLlmChain([scripted('first', [say('A node is'), say(' a process'), finish])], silent);
    for await (const event of chain.stream(request(), { meter })) if (event.type === 'text') break;
    expect(book).toEqual(['reserve first 11+100', 'settle first 11+73']);
  });

  it('gives the money back when the reader left before the model was asked', async () => {
    const { book, meter } = meterFixture();
    const first = answering('first');
    const stream = createLlmChain([first, answering('second')], silent).stream(request(AbortSignal.abort()), { meter });
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'aborted' });
    expect(first.calls).toBe(0);
    expect(book).toEqual(['reserve first 11+100', 'release first']);
  });

  it('books by our count, and does not go on, when a model breaks the port', async () => {
    const { book, meter } = meterFixture();
    const wrong = scripted('first', [new TypeError('a fault of ours')]);
    const heard = await listen(createLlmChain([wrong, answering('second')], silent), meter);
    expect(heard.error).toBeInstanceOf(TypeError);
    expect(book).toEqual(['reserve first 11+100', 'settle first 11+64']);
  });

  it('never takes the end of a model’s events for the end of an answer', async () => {
    const heard = await listen(createLlmChain([scripted('first', [say('A node')])], silent), meterFixture().meter);
    expect(heard).toMatchObject({ kind: 'broken', text: 'A node' });
  });
});

describe('a provider that is dead', () => {
  afterEach(() => vi.useRealTimers());
  const AFTER_A_WHILE_MS = 31_000;

  it('is not asked, and nothing is reserved for it, after a few failures', async () => {
    const { book, meter } = meterFixture();
    const dead = failing('dead', 'unavailable');
    const chain = createLlmChain([dead], silent);
    for (let i = 0; i < 10; i += 1) await listen(chain, meter);
    expect(dead.calls).toBe(3);
    expect(book).toHaveLength(6);
    expect((await listen(chain, meter)).kind).toBe('circuit_open');
  });

  it('is tried again by one reader after a while, and by all when it is back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const failure = new LlmFailure('timeout');
    const model = scripted('back', [failure], [failure], [failure], [failure], [say('Yes.'), finish]);
    const chain = createLlmChain([model], silent);
    const { meter } = meterFixture();
    for (let i = 0; i < 5; i += 1) await listen(chain, meter);
    vi.setSystemTime(Date.now() + AFTER_A_WHILE_MS);
    expect((await listen(chain, meter)).kind).toBe('timeout');
    expect((await listen(chain, meter)).kind).toBe('circuit_open');
    vi.setSystemTime(Date.now() + AFTER_A_WHILE_MS);
    const both = await Promise.all([listen(chain, meter), listen(chain, meter)]);
    expect(both.map(({ text, kind }) => kind ?? text)).toEqual(['Yes.', 'circuit_open']);
    expect((await listen(chain, meter)).text).toBe('Yes.');
    expect(model.calls).toBe(6);
  });

  it.each<LlmFailureKind>(['refused', 'bad_request', 'aborted'])('is not one whose answers are %s', async (kind) => {
    const model = failing('alive', kind);
    const chain = createLlmChain([model], silent);
    for (let i = 0; i < 5; i += 1) await listen(chain, meterFixture().meter);
    expect(model.calls).toBe(5);
  });

  it('is not one that fails now and then', async () => {
    const failure = [new LlmFailure('unavailable')];
    const model = scripted('flaky', failure, failure, [say('Yes.'), finish], failure, failure, [say('Yes.'), finish]);
    const chain = createLlmChain([model], silent);
    for (let i = 0; i < 6; i += 1) await listen(chain, meterFixture().meter);
    expect(model.calls).toBe(6);
  });
});
