import { randomUUID } from 'node:crypto';
import type { UserProfile } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  askWith,
  eventsOf,
  foldEvents,
  type ModelServiceOptions,
  openModelBook,
  requestOf,
  WRITER,
} from './chat-model.fixture.ts';
import { asData, NOT_COVERED, profileLines } from './chat-prompt.ts';

const QUESTION = 'Why does a late joiner miss the map?';
const ANSWER =
  'A late joiner misses the map because the default durability is volatile [1]. ' +
  'With transient local durability the publisher keeps the last messages [1].';
/** Each quote has a number of its own. */
const SHOWN = ANSWER.replace(/\[1\]\.$/, '[2].');
const PROFILE: UserProfile = {
  software: 'beginner',
  hardware: 'none',
  robotics: 'none',
  owned: ['laptop'],
  codeLanguages: ['python'],
  goals: ['Build a walking robot'],
  interests: [],
  languages: ['en'],
};
const INVENTED = 'The moon is made of green cheese and orbits Jupiter twice every morning [1].';

describe('asking with a model', () => {
  let book: Awaited<ReturnType<typeof openModelBook>>;

  beforeAll(async () => {
    book = await openModelBook();
  });
  afterEach(() => {
    book.server.script({});
    book.takePrompts();
  });
  afterAll(() => book?.close());

  it('answers in the model’s words, with citations of what was retrieved', async () => {
    book.server.script({ answer: () => ANSWER });
    const { service, outcomes } = book.serviceWith();
    const answer = await askWith(service, { question: QUESTION, store: false });
    expect(answer).toMatchObject({ mode: 'llm', text: SHOWN, writer: WRITER, unsupported: [] });
    expect(answer).not.toHaveProperty('notice');
    const [citation] = answer.citations;
    const passage = answer.context.find(({ id }) => id === citation?.passageId);
    expect(passage?.text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
    expect(outcomes).toEqual(['answered']);
  });

  it('tells who answers and from what before the model has said a word', async () => {
    const said = Promise.withResolvers<void>();
    book.server.script({
      answer: async function* () {
        await said.promise;
        yield ANSWER;
      },
    });
    const { service } = book.serviceWith();
    const accepted = await service.accept(requestOf({ question: QUESTION, store: false }), {
      id: null,
      address: '192.0.2.7',
    });
    const events = accepted.answer(null, new AbortController().signal);
    const { value: meta } = await events.next();
    expect(meta).toMatchObject({ event: 'meta', data: { mode: 'llm', writer: WRITER } });
    said.resolve();
    for await (const event of events) if (event.event === 'done') expect(event.data.finishReason).toBe('stop');
  });

  it('sends what it shows as context, byte for byte, and nothing else of the book', async () => {
    book.server.script({ answer: () => ANSWER });
    const { service } = book.serviceWith({ limits: { contextTokens: 500 } });
    const answer = await askWith(service, { question: QUESTION, store: false });
    const [prompt] = book.takePrompts();
    expect(answer.context.length).toBeGreaterThan(0);
    let rest = `${prompt?.system}${prompt?.user}`;
    for (const { text } of answer.context) {
      expect(rest).toContain(`Text:\n${asData(text)}\n</lectern-passage>`);
      rest = rest.replace(asData(text), '');
    }
    const sent = new Set(answer.context.map(({ text }) => text));
    for (const chunk of book.content.service.snapshot().chunks.values()) {
      for (const { start, end } of chunk.blocks) {
        const block = chunk.text.slice(start, end);
        if (![...sent].some((text) => text.includes(block))) expect(rest).not.toContain(block);
      }
    }
  });

  it('tells the model about the reader, and keeps that answer for nobody else', async () => {
    book.server.script({ answer: () => ANSWER });
    const reader = randomUUID();
    const profileOf = async (id: string) => (id === reader ? PROFILE : undefined);
    const { service } = book.serviceWith({ cacheDays: 1, profileOf });
    const request = { question: QUESTION, store: false };
    await eventsOf(service, request, reader);
    expect(book.takePrompts()[0]?.user).toContain(`<lectern-reader>\n${profileLines(PROFILE).join('\n')}\n`);
    expect((await askWith(service, request)).usage.cached).toBe(false);
    await eventsOf(service, request, reader);
    expect(book.takePrompts()).toHaveLength(2);
  });

  it('answers a reader whose profile cannot be read', async () => {
    book.server.script({ answer: () => ANSWER });
    const profileOf = async () => {
      throw new Error('the database is away');
    };
    const { service } = book.serviceWith({ profileOf });
    expect(await askWith(service, { question: QUESTION }, randomUUID())).toMatchObject({ mode: 'llm' });
    expect(book.takePrompts()[0]?.user).not.toContain('<lectern-reader>');
  });

  it('cuts the context to its budget, and shows it cut', async () => {
    book.server.script({ answer: () => ANSWER });
    const wide = await askWith(book.serviceWith().service, { question: QUESTION, store: false });
    const narrow = await askWith(book.serviceWith({ limits: { contextTokens: 300 } }).service, {
      question: QUESTION,
      store: false,
    });
    const lengthOf = (context: readonly { text: string }[]) => context.reduce((sum, { text }) => sum + text.length, 0);
    expect(lengthOf(narrow.context)).toBeLessThan(lengthOf(wide.context));
    expect(narrow.mode).toBe('llm');
  });

  it('flags a sentence that no passage supports', async () => {
    book.server.script({ answer: () => `${ANSWER} ${INVENTED}` });
    const { service } = book.serviceWith();
    const answer = await askWith(service, { question: QUESTION, store: false });
    expect(answer.mode).toBe('llm');
    expect(answer.unsupported).toHaveLength(1);
    const [{ start, end } = { start: 0, end: 0 }] = answer.unsupported;
    expect(answer.text.slice(start, end)).toContain('green cheese');
  });

  it('quotes instead of an answer without a supported sentence', async () => {
    book.server.script({ answer: () => INVENTED });
    const { service, outcomes } = book.serviceWith();
    const answer = await askWith(service, { question: QUESTION, store: false });
    expect(answer).toMatchObject({ mode: 'extractive', notice: 'low_confidence', unsupported: [] });
    expect(answer.text).not.toContain('cheese');
    expect(answer.citations[0]?.quote).toContain('volatile');
    expect(outcomes).toEqual(['unsupported']);
  });

  it('refuses when the model says that the passages do not answer', async () => {
    book.server.script({ answer: () => NOT_COVERED });
    const { service, outcomes } = book.serviceWith();
    const events = await eventsOf(service, { question: QUESTION, store: false });
    const answer = await foldEvents(events);
    expect(answer).toMatchObject({ mode: 'refusal', text: 'The book does not cover this.', citations: [] });
    expect(answer.context.length).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ data: { finishReason: 'refused' } });
    expect(JSON.stringify(events)).not.toContain(NOT_COVERED);
    expect(outcomes).toEqual(['not_covered']);
  });

  it('asks no model about what the book does not cover', async () => {
    const { service, outcomes } = book.serviceWith();
    const question = 'Which yeast makes the best sourdough bread with a laser?';
    const answer = await askWith(service, { question, store: false });
    expect(answer.mode).toBe('refusal');
    expect(book.takePrompts()).toEqual([]);
    expect(outcomes).toEqual([]);
  });

  it('says that an answer was cut at its longest', async () => {
    book.server.script({ answer: () => `${ANSWER} ${ANSWER}` });
    const { service, outcomes } = book.serviceWith({ limits: { maxOutputTokens: 30 } });
    const events = await eventsOf(service, { question: QUESTION, store: false });
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { finishReason: 'length' } });
    expect(outcomes).toEqual(['cut']);
  });

  const KEYLESS: readonly (readonly [string, ModelServiceOptions, boolean])[] = [
    ['quotes only', {}, true],
    ['a book that allows other models', { allowedModels: ['another'] }, false],
    ['a model without a price', { models: ['unpriced'] }, false],
  ];
  it.each(KEYLESS)('is the keyless answer, word for word, with %s', async (_name, options, quotesOnly) => {
    const { service } = book.serviceWith(options);
    const answer = await askWith(service, { question: QUESTION, store: false, quotesOnly });
    const expected = await book.ask({ question: QUESTION, store: false });
    expect(answer).toEqual({ ...expected, messageId: answer.messageId });
    expect(answer).toMatchObject({ mode: 'extractive', notice: 'keyless' });
    expect(book.takePrompts()).toEqual([]);
  });

  it('asks a model that the author allows', async () => {
    book.server.script({ answer: () => ANSWER });
    const { service } = book.serviceWith({ provider: 'local', models: ['first', 'second'], allowedModels: ['second'] });
    const answer = await askWith(service, { question: QUESTION, store: false });
    expect(answer).toMatchObject({ mode: 'llm', writer: { provider: 'local', model: 'second' } });
  });

  it('asks the next model when the first fails, and says so', async () => {
    book.server.script({
      answer: () => ANSWER,
      fault: (request) => (request?.model === 'model' ? { kind: 'status', status: 503 } : undefined),
    });
    const { service } = book.serviceWith({ provider: 'local', models: ['model', 'model-2'] });
    const answer = await askWith(service, { question: QUESTION, store: false });
    expect(answer).toMatchObject({ mode: 'llm', text: SHOWN, writer: { provider: 'local', model: 'model-2' } });
  });
});
