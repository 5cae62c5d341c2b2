import { randomUUID } from 'node:crypto';
import type { ChatEvent } from '@lectern/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerCache } from '../chat-answer-cache.table.ts';
import { createAnswerCacheRepository } from './chat-answer-cache.repository.ts';
import { answerKey, type CachedAnswer, createAnswerCache, joinDeltas } from './chat-answer-cache.ts';
import { askWith, eventsOf, openModelBook, WRITER } from './chat-model.fixture.ts';

const QUESTION = 'Why does a late joiner miss the map?';
const ANSWER = 'A late joiner misses the map because the default durability is volatile [1].';
const INVENTED = 'The moon is made of green cheese and orbits Jupiter twice every morning [1].';
const DAY_MS = 86_400_000;

describe('answers kept for others', () => {
  let book: Awaited<ReturnType<typeof openModelBook>>;

  beforeAll(async () => {
    book = await openModelBook();
  });
  beforeEach(async () => {
    await book.database.db.delete(answerCache);
    book.server.script({ answer: () => `${ANSWER} ${INVENTED}` });
    book.takePrompts();
  });
  afterAll(() => book?.close());

  const asStream = (events: readonly ChatEvent[]) =>
    events.filter(({ event }) => event !== 'meta' && event !== 'usage');

  it('are the same answer to the next reader, without a call or a cost', async () => {
    const { service, outcomes } = book.serviceWith({ cacheDays: 1, spending: { answersPerReaderPerDay: 5 } });
    const first = await askWith(service, { question: QUESTION }, randomUUID());
    const second = await askWith(service, { question: QUESTION }, randomUUID());
    expect(first.usage).toEqual({ cached: false, answersLeft: 4 });
    expect(second.usage).toEqual({ cached: true, answersLeft: 5 });
    const { text, citations, unsupported, writer, context } = first;
    expect(unsupported).toHaveLength(1);
    expect(second).toMatchObject({ mode: 'llm', text, citations, unsupported, writer, context });
    expect(book.takePrompts()).toHaveLength(1);
    expect(outcomes).toEqual(['answered', 'cached']);
  });

  it('are none of readers who want nothing kept', async () => {
    const { service } = book.serviceWith({ cacheDays: 1 });
    await askWith(service, { question: QUESTION, store: false });
    expect(await book.database.db.$count(answerCache)).toBe(0);
    await askWith(service, { question: QUESTION });
    expect((await askWith(service, { question: QUESTION, store: false })).usage.cached).toBe(true);
  });

  it('come as a stream in the same order', async () => {
    const { service } = book.serviceWith({ cacheDays: 1 });
    const request = { question: QUESTION };
    const first = asStream(await eventsOf(service, request)).map(({ event }) => event);
    const again = asStream(await eventsOf(service, request)).map(({ event }) => event);
    const once = (names: readonly string[]) => names.filter((name, at) => name !== 'delta' || names[at - 1] !== name);
    expect(once(again)).toEqual(once(first));
  });

  it('need no proof and no budget', async () => {
    await askWith(book.serviceWith({ cacheDays: 1 }).service, { question: QUESTION });
    const proofGate = { check: () => Promise.reject(new Error('not to be asked')) };
    const { service } = book.serviceWith({ cacheDays: 1, proofGate, spending: { usdPerDay: 0 } });
    expect(await askWith(service, { question: QUESTION })).toMatchObject({ mode: 'llm' });
  });

  it.each([
    ['another locale', { question: QUESTION, locale: 'ur' }],
    ['another scope', { question: QUESTION, scope: { type: 'chapter', id: 'nodes-topics-qos' } }],
    ['another question', { question: 'Why does a late joiner miss a map?' }],
  ] as const)('are not given to %s', async (_name, request) => {
    const { service } = book.serviceWith({ cacheDays: 1 });
    await askWith(service, { question: QUESTION });
    const answer = await askWith(service, request);
    expect(answer.usage.cached).toBe(false);
    expect(book.takePrompts()).toHaveLength(2);
  });

  it('are never used in a conversation, nor when an answer is asked for again', async () => {
    const reader = randomUUID();
    const { service } = book.serviceWith({ cacheDays: 1 });
    const first = await askWith(service, { question: QUESTION }, reader);
    const sessionId = first.sessionId ?? '';
    const [question] = await book.repository.messages(sessionId);
    const again = await askWith(service, { question: QUESTION, sessionId, parentMessageId: question?.id }, reader);
    expect(again.usage.cached).toBe(false);
    const later = await askWith(service, { question: QUESTION, sessionId }, reader);
    expect(later.usage.cached).toBe(false);
    expect(await book.database.db.$count(answerCache)).toBe(1);
  });

  it('do not outlive the settings that they were made with', async () => {
    await askWith(book.serviceWith({ cacheDays: 1 }).service, { question: QUESTION });
    const { service } = book.serviceWith({ cacheDays: 1, limits: { contextTokens: 500 } });
    expect((await askWith(service, { question: QUESTION })).usage.cached).toBe(false);
  });

  it.each([
    ['that nothing bears out', { answer: (): string => INVENTED }],
    ['that broke off', { answer: (): string => ANSWER, fault: { kind: 'cut', after: 3 } as const }],
  ])('are none %s', async (_name, script) => {
    book.server.script(script);
    const { service } = book.serviceWith({ cacheDays: 1 });
    await askWith(service, { question: QUESTION });
    expect(await book.database.db.$count(answerCache)).toBe(0);
  });

  it('are none of a second model: it is not the one that is asked first', async () => {
    book.server.script({
      answer: () => ANSWER,
      fault: (request) => (request?.model === 'one' ? { kind: 'status', status: 500 } : undefined),
    });
    const { service } = book.serviceWith({ cacheDays: 1, provider: 'local', models: ['one', 'two'] });
    await askWith(service, { question: QUESTION });
    expect(await book.database.db.$count(answerCache)).toBe(0);
  });

  describe('the store', () => {
    let at = 0;
    const warnings: unknown[] = [];
    const cacheOf = (maxEntries: number, days = 2) =>
      createAnswerCache({
        repository: createAnswerCacheRepository(book.database.db),
        days,
        maxEntries,
        logger: { warn: (...args: unknown[]) => void warnings.push(args) },
        now: () => at,
      });
    const kept: CachedAnswer = { writer: WRITER, finishReason: 'stop', events: [] };

    beforeEach(() => {
      at = Date.UTC(2026, 0, 1);
    });

    it('forgets by age and by number', async () => {
      const cache = cacheOf(2);
      await cache.save('old', 1, kept);
      at += 3 * DAY_MS;
      expect(await cache.find('old')).toBeUndefined();
      for (const key of ['a', 'b', 'c']) {
        at += 1;
        await cache.save(key, 1, kept);
      }
      expect(await cache.prune()).toBe(2);
      expect(await cache.find('a')).toBeUndefined();
      expect(await cache.find('c')).toEqual(kept);
    });

    it('keeps nothing with 0 days', async () => {
      const cache = cacheOf(10, 0);
      await cache.save('a', 1, kept);
      expect(await cache.find('a')).toBeUndefined();
      expect(await book.database.db.$count(answerCache)).toBe(0);
    });

    it('is no reason not to answer when it fails', async () => {
      const fail = () => Promise.reject(new Error('no database'));
      const cache = createAnswerCache({
        repository: { find: fail, save: fail, prune: fail },
        days: 1,
        maxEntries: 1,
        logger: { warn: (...args: unknown[]) => void warnings.push(args) },
      });
      expect(await cache.find('a')).toBeUndefined();
      await cache.save('a', 1, kept);
      expect(warnings).toHaveLength(2);
    });
  });
});

describe('the key of an answer', () => {
  const base = {
    question: 'What is QoS?',
    scope: { type: 'book' } as const,
    locale: 'en',
    indexVersion: 3,
    name: WRITER,
    voice: { title: 'Robots', name: '', tone: '' },
    limits: [3000, 800],
  };

  it('is the same in small and capital letters, and no text can be read from it', () => {
    expect(answerKey({ ...base, question: 'what is qos?' })).toBe(answerKey(base));
    expect(answerKey(base)).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    { indexVersion: 4 },
    { name: { ...WRITER, model: 'other' } },
    { name: { ...WRITER, provider: 'other' } },
    { voice: { ...base.voice, tone: 'brief' } },
    { locale: undefined },
    { scope: { type: 'module', id: 'ros' } as const },
    { limits: [3000, 900] },
  ])('is another with %j', (change) => {
    expect(answerKey({ ...base, ...change })).not.toBe(answerKey(base));
  });
});

describe('joining deltas', () => {
  it('keeps the order of everything else', () => {
    const delta = (text: string) => ({ event: 'delta' as const, data: { text } });
    const flag = { event: 'unsupported' as const, data: { start: 0, end: 2 } };
    expect(joinDeltas([delta('a'), delta('b'), flag, delta('c')])).toEqual([delta('ab'), flag, delta('c')]);
    expect(joinDeltas([])).toEqual([]);
  });
});
