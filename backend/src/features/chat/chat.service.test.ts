import { randomUUID } from 'node:crypto';
import type { ChatEvent, ChatResponse, ScopeInput } from '@lectern/contracts';
import { chatRequestSchema } from '@lectern/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QOS_CHAPTER, testBook, testChapter } from '../content/content.fixture.ts';
import { openTestBook } from './chat.fixture.ts';

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

describe('asking without a model', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;

  beforeAll(async () => {
    book = await openTestBook();
  });
  afterAll(() => book?.close());

  const expectVerbatim = (answer: ChatResponse): void => {
    for (const citation of answer.citations) {
      const passage = answer.context.find(({ id }) => id === citation.passageId);
      expect(passage?.text.slice(citation.start, citation.end)).toBe(citation.quote);
      expect(citation.quote.trim()).not.toBe('');
      expect(answer.text).toContain(`[${citation.marker}]`);
    }
  };

  it('quotes the sentence that answers, under its heading, with a citation that names its segment', async () => {
    const answer = await book.ask({ question: 'Why does a late joiner miss the map?' });
    expect(answer).toMatchObject({ mode: 'extractive', notice: 'keyless' });
    expect(answer.citations[0]?.quote).toContain('default durability is volatile');
    expect(answer.citations[0]?.url).toBe('/book/nodes-topics-qos#late-joiners');
    expect(answer.text).toContain('**Nodes, topics and quality of service › Late joiners**');
    const chapter = await book.content.service.chapter('nodes-topics-qos');
    const section = chapter.sections.find(({ id }) => id === 'late-joiners');
    expect(section?.segments.map(({ id }) => id)).toContain(answer.citations[0]?.segmentId);
    expectVerbatim(answer);
  });

  it('shows the code that belongs to what is quoted', async () => {
    const answer = await book.ask({ question: 'How does a complementary filter blend gyroscope and accelerometer?' });
    expect(answer.text).toContain('```python\ndef complementary(angle, gyro, accel, dt, alpha=0.98):');
    expectVerbatim(answer);
  });

  it('leaves older versions out of the book and its modules, and answers from them by their name', async () => {
    const latest = { ...QOS_CHAPTER, key: 'default/2.0/nodes-topics-qos', latest: true };
    const old = { ...QOS_CHAPTER, key: 'default/1.0/nodes-topics-qos', permalink: '/book/1.0/qos', latest: false };
    const other = await openTestBook(testBook([latest, old]));
    try {
      const question = 'Why does a late joiner miss the map?';
      const keysOf = async (scope?: ScopeInput) => {
        const { context } = await other.ask({ question, ...(scope ? { scope } : {}) });
        return [...new Set(context.map(({ chapterId }) => chapterId))];
      };
      expect(await keysOf()).toEqual([latest.key]);
      expect(await keysOf({ type: 'module', id: 'ros' })).toEqual([latest.key]);
      expect(await keysOf({ type: 'chapter', id: old.key })).toEqual([old.key]);
      expect(await keysOf({ type: 'section', id: `${old.key}#late-joiners` })).toEqual([old.key]);
      const { hits } = await other.content.service.search({ q: 'late joiner', limit: 10 });
      expect(new Set(hits.map(({ chapterId }) => chapterId))).toEqual(new Set([latest.key]));
      const chapter = testChapter(old);
      const segment = chapter.sections.find(({ id }) => id === 'late-joiners')?.segments[1];
      const { key: chapterId, sourceHash } = chapter;
      const text = segment?.plain ?? '';
      expect(
        await keysOf({ type: 'selection', chapterId, sourceHash, segmentIds: [segment?.id ?? ''], text }),
      ).toContain(old.key);
    } finally {
      await other.close();
    }
  });

  it('refuses what the book does not cover, with the nearest sections and no quotes', async () => {
    const answer = await book.ask({ question: 'Which yeast makes the best sourdough bread with a laser?' });
    expect(answer.mode).toBe('refusal');
    expect(answer.text).toBe('The book does not cover this.');
    expect(answer.citations).toEqual([]);
    expect(answer.context.length).toBeGreaterThan(0);
    expect(answer.context.length).toBeLessThanOrEqual(3);
  });

  it('gives the same answer each time', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => book.ask({ question: 'What does an executor do?' })));
    expect(two).toEqual({ ...one, messageId: two?.messageId });
  });

  it.each([
    [{ type: 'chapter', id: 'sensors' }, 'default/current/sensors'],
    [{ type: 'chapter', id: 'default/current/sensors' }, 'default/current/sensors'],
    [{ type: 'module', id: 'foundations' }, 'default/current/sensors'],
  ] as const)('keeps to the scope %j', async (scope, key) => {
    const answer = await book.ask({ question: 'At which rate does an inertial measurement unit run?', scope });
    expect(answer.mode).toBe('extractive');
    expect(new Set(answer.context.map(({ chapterId }) => chapterId))).toEqual(new Set([key]));
  });

  it('keeps to a section: no other text is in the context', async () => {
    const scope = { type: 'section', id: 'sensors#lidar' } as const;
    const answer = await book.ask({ question: 'How far does a LiDAR measure distance?', scope });
    expect(answer.context.map(({ url }) => url)).toEqual(['/book/sensors#lidar']);
    expect(answer.context[0]?.text).not.toContain('gyroscope');
    expectVerbatim(answer);
  });

  it('says that this part does not cover it, and names sections of the whole book', async () => {
    const scope = { type: 'chapter', id: 'sensors' } as const;
    const answer = await book.ask({ question: 'What does a multi-threaded executor do with callbacks?', scope });
    expect(answer).toMatchObject({ mode: 'refusal', text: 'This part of the book does not cover this.' });
    expect(answer.context[0]?.url).toBe('/book/nodes-topics-qos#executors');
  });

  it.each([
    [{ type: 'chapter', id: 'nowhere' }, 'CHAPTER_NOT_FOUND'],
    [{ type: 'section', id: 'sensors#nowhere' }, 'SECTION_NOT_FOUND'],
    [{ type: 'section', id: 'sensors' }, 'SECTION_NOT_FOUND'],
    [{ type: 'module', id: 'nowhere' }, 'MODULE_NOT_FOUND'],
  ] as const)('refuses the unknown scope %j', async (scope, code) => {
    await expect(book.ask({ question: 'What is a node?', scope })).rejects.toMatchObject({ code, status: 404 });
  });

  describe('conversations', () => {
    it('carries the matter of the turn before into a follow-up', async () => {
      const reader = randomUUID();
      const first = await book.ask(
        { question: 'How does a stereo camera work out how far away something is?' },
        reader,
      );
      expect(first.citations[0]?.url).toBe('/book/sensors#cameras');
      const next = await book.ask({ question: 'and for LiDAR?', sessionId: first.sessionId ?? '' }, reader);
      expect(next.mode).toBe('extractive');
      expect(next.citations[0]?.url).toBe('/book/sensors#lidar');
    });

    it('does not let an off-topic question live on the turn before', async () => {
      const reader = randomUUID();
      const first = await book.ask({ question: 'What does an executor do?' }, reader);
      const next = await book.ask(
        { question: 'Which yeast makes the best sourdough bread?', sessionId: first.sessionId ?? '' },
        reader,
      );
      expect(next.mode).toBe('refusal');
    });

    it('keeps question and answer with what they were made of', async () => {
      const reader = randomUUID();
      const answer = await book.ask({ question: 'What does an executor do?' }, reader);
      const messages = await book.repository.messages(answer.sessionId ?? '');
      expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
      expect(messages[1]).toMatchObject({
        id: answer.messageId,
        text: answer.text,
        citations: answer.citations,
        mode: 'extractive',
        finishReason: 'stop',
      });
    });

    it('keeps nothing with store: false', async () => {
      const reader = randomUUID();
      const answer = await book.ask({ question: 'What does an executor do?', store: false }, reader);
      expect(answer.sessionId).toBeNull();
      expect(await book.repository.listSessions(reader, 10)).toEqual([]);
    });

    it('does not show, or continue, the conversation of someone else', async () => {
      const answer = await book.ask({ question: 'What does an executor do?' }, randomUUID());
      const request = { question: 'And then?', sessionId: answer.sessionId ?? '' };
      await expect(book.ask(request, randomUUID())).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
      await expect(book.ask(request, null)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
    });

    it('keeps what was written when the reader leaves, as stopped', async () => {
      const reader = randomUUID();
      const request = chatRequestSchema.parse({ question: 'What does an executor do?' });
      const accepted = await book.service.accept(request, { id: reader, address: '127.0.0.1' });
      const events = accepted.answer(reader, new AbortController().signal);
      const first = await events.next();
      await events.return(undefined);
      const sessionId = first.done || first.value.event !== 'meta' ? '' : (first.value.data.sessionId ?? '');
      const messages = await book.repository.messages(sessionId);
      expect(messages[1]).toMatchObject({ finishReason: 'stopped', text: '' });
    });
  });

  it('orders its events: meta, a citation before the text with its marker, usage, done', async () => {
    const request = chatRequestSchema.parse({ question: 'What is blended by a complementary filter?', store: false });
    const accepted = await book.service.accept(request, { id: null, address: '127.0.0.1' });
    const events: ChatEvent[] = [];
    for await (const event of accepted.answer(null, new AbortController().signal)) events.push(event);
    expect(events[0]?.event).toBe('meta');
    expect(events.slice(-2).map(({ event }) => event)).toEqual(['usage', 'done']);
    const cited = new Set<number>();
    for (const { event, data } of events) {
      if (event === 'citation') cited.add(data.marker);
      if (event !== 'delta') continue;
      for (const [, marker] of data.text.matchAll(/(?<!\\)\[(\d+)\]/g)) expect(cited).toContain(Number(marker));
    }
  });

  it.each(['', '   ', '\u202E\u200B', '😀🎉', '?!', '\u0000\u0007'])('refuses %j with what to do', async (question) => {
    const request = { ...chatRequestSchema.parse({ question: 'x', store: false }), question };
    await expect(book.service.accept(request, { id: null, address: '127.0.0.1' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      options: { errors: [{ path: 'question' }] },
    });
  });

  it('answers or refuses whatever is asked, and quotes verbatim only', async () => {
    const words = fc.constantFrom(
      'LiDAR',
      'why',
      'گیروسکوپ',
      '\u202Eedoc',
      'QoS',
      '```',
      '[1]',
      '**',
      '\u0000',
      '🤖',
      'map',
    );
    const question = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4000 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      fc.array(words, { minLength: 1, maxLength: 60 }).map((list) => list.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(question, async (text) => {
        const answer = await book.ask({ question: text, store: false }).catch(toError);
        if (answer instanceof Error) expect(answer).toMatchObject({ code: 'VALIDATION_FAILED' });
        else expectVerbatim(answer);
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
