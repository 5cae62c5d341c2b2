import type { Book } from '@lectern/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryClaims, openSharedCache } from '../../../providers/cache/index.ts';
import { TranslatorFailure } from '../../../providers/translator/index.ts';
import { BudgetSpentError, type Ledger } from '../../../usage/index.ts';
import { testChapter } from '../../content/content.fixture.ts';
import { quizBook } from '../../learning/learning.fixture.ts';
import { centLedger, openTranslationTests, SENSORS, scriptedEngine, type TestProcess } from '../translation.fixture.ts';
import { translation as table, translationFailure } from '../translation.table.ts';

const silent = { info: () => undefined, warn: () => undefined };
let tests: Awaited<ReturnType<typeof openTranslationTests>>;
/** A chapter of several batches. */
const LONG = 'default/current/long';
const words = ['robot', 'sensor', 'motor', 'wheel', 'camera', 'signal', 'filter'];
const sentences = Array.from({ length: 120 }, (_none, at) => {
  const [one, other] = [words[at % words.length], words[(at * 3 + 1) % words.length]];
  return `The ${one} of bench ${at + 1} is checked before the ${other} is switched on, and again after the lesson.`;
});
const bookWithLong = (): Book => {
  const book = quizBook();
  const long = testChapter({ id: 'long', title: 'A long lesson', body: sentences.join('\n\n') }, book.chapters.length);
  return { ...book, chapters: [...book.chapters, long] };
};

beforeAll(async () => {
  tests = await openTranslationTests({ book: bookWithLong() });
});
afterAll(() => tests?.close());
beforeEach(async () => {
  // What processes keep for a moment is over.
  tests.clock.now += 60_000;
  for (const each of [table, translationFailure]) await tests.database.db.delete(each);
});

const sentHashes = (engine: ReturnType<typeof scriptedEngine>): string[] =>
  engine.calls.flatMap(({ segments }) => segments.map(({ id }) => id));
const kept = () => tests.database.db.select().from(table);
/** A promise that a test settles. */
const gate = () => Promise.withResolvers<void>();

describe('a hundred readers of one chapter', () => {
  const expectPaidOnce = (engines: readonly ReturnType<typeof scriptedEngine>[], total: number): void => {
    const sent = engines.flatMap(sentHashes);
    expect(sent.length).toBe(new Set(sent).size);
    expect(sent.length).toBe(total);
  };

  const longChapter = async () => {
    const { sourceHash } = await tests.content.service.chapter(LONG);
    return { chapterId: LONG, sourceHash };
  };

  it('pay each segment once, and all get the whole chapter', async () => {
    const engine = scriptedEngine();
    const own = await tests.start({ engines: [engine] });
    const request = await longChapter();
    const answers = await Promise.all(Array.from({ length: 100 }, () => own.json(request)));
    expect(answers.every(({ coverage }) => coverage === 1)).toBe(true);
    const [first] = answers;
    expect(first?.total).toBe(120);
    expect(new Set(answers.map(({ segments }) => segments.length))).toEqual(new Set([120]));
    expect(engine.calls.length).toBe(4);
    expectPaidOnce([engine], (await kept()).length);
  }, 60_000);

  it('pay each segment once in two processes, too', async () => {
    const url = process.env['LECTERN_TEST_REDIS_URL'];
    const shared = url ? openSharedCache({ url, keptMs: 60_000, logger: silent }) : undefined;
    try {
      const claims = shared?.claims ?? createMemoryClaims();
      const engines = [scriptedEngine(), scriptedEngine()] as const;
      const [one, other] = await Promise.all([
        tests.start({ engines: [engines[0]], claims }),
        tests.start({ engines: [engines[1]], claims }),
      ]);
      const request = await longChapter();
      const readers = Array.from({ length: 10 }, (_none, at) => (at % 2 === 0 ? one : other).json(request));
      const answers = await Promise.all(readers);
      expect(answers.map(({ coverage }) => coverage)).toEqual(answers.map(() => 1));
      expectPaidOnce(engines, (await kept()).length);
    } finally {
      await shared?.close();
    }
  }, 60_000);
});

describe('who leaves', () => {
  it('wastes nothing of what is under way, and begins nothing more', async () => {
    const engine = scriptedEngine();
    const open = gate();
    const begun = gate();
    engine.before = () => {
      begun.resolve();
      return open.promise;
    };
    const own = await tests.start({ engines: [engine] });
    const sourceHash = (await tests.content.service.chapter(SENSORS)).sourceHash;
    const left = new AbortController();
    const payer = { address: '10.0.0.1', readerId: null };
    const request = { chapterId: SENSORS, sourceHash, language: 'ur' as const, visible: [] };
    const { events } = await own.translation.service.translate(request, {
      payer,
      seesReceipt: false,
      left: left.signal,
    });
    const reading = (async () => {
      const seen: string[] = [];
      for await (const batch of events()) seen.push(...batch.map(({ event }) => event));
      return seen;
    })();
    await begun.promise;
    const calls = engine.calls.length;
    left.abort();
    await reading;
    open.resolve();
    await own.translation.drain();
    expect(engine.calls.length).toBe(calls);
    expect((await kept()).map(({ hash }) => hash).toSorted()).toEqual(sentHashes(engine).toSorted());
  });
});

describe('money', () => {
  it('is spent in the middle: what is done is kept, and the rest is said to be left', async () => {
    const ledger = centLedger(1);
    const engine = scriptedEngine({ limits: { segments: 5, characters: 5000 } });
    const own = await tests.start({ engines: [engine], ledger });
    const first = await own.json({});
    expect(first.segments).toHaveLength(5);
    expect(first.notice).toBe('budget_spent');
    expect(new Set(first.left.map(({ reason }) => reason))).toEqual(new Set(['untranslated']));
    expect(await kept()).toHaveLength(5);
    expect(ledger.calls).toEqual({ reserved: 1, settled: 1, released: 0 });
    // With new money the rest comes, and nothing is paid again.
    const rich = scriptedEngine();
    const second = await (await tests.start({ engines: [rich] })).json({});
    expect(second.coverage).toBe(1);
    expect(sentHashes(rich).filter((hash) => sentHashes(engine).slice(0, 5).includes(hash))).toEqual([]);
  });

  it('of one reader may be spent while another one pays', async () => {
    const cents = centLedger();
    const poor: Ledger['reserve'] = (request) =>
      request.payer.address === '10.0.0.1'
        ? Promise.reject(new BudgetSpentError('address_day'))
        : cents.reserve(request);
    const own = await tests.start({ engines: [scriptedEngine()], ledger: { reserve: poor } });
    const { books, filling } = own.translation;
    const snapshot = tests.content.service.snapshot();
    const entry = snapshot.chapters.find(({ key }) => key === SENSORS);
    if (!entry) throw new Error('the book has no such chapter');
    const chapter = await books.chapter(snapshot, entry, entry.sourceHash);
    const segments = chapter.segments.slice(0, 3).map((segment, position) => ({ segment, position, urgent: false }));
    const waitAs = (address: string): Promise<string[]> =>
      new Promise((resolve) => {
        const types: string[] = [];
        const onOutcome = (_hash: string, { type }: { type: string }): void => {
          if (types.push(type) === segments.length) resolve(types);
        };
        const payer = { address, readerId: null };
        filling.want({ pair: { source: 'en', target: 'ur' }, chapter, segments, payer, onOutcome });
      });
    // Both wait for the same segments; the first is the one who would pay.
    const [refused, served] = await Promise.all([waitAs('10.0.0.1'), waitAs('10.0.0.2')]);
    expect(new Set(refused)).toEqual(new Set(['unpaid']));
    expect(new Set(served)).toEqual(new Set(['translated']));
  });

  it('is told to admins alone, for what they waited for', async () => {
    const own = await tests.start({ engines: [scriptedEngine()] });
    const sourceHash = (await tests.content.service.chapter(SENSORS)).sourceHash;
    const request = { chapterId: SENSORS, sourceHash, language: 'ur' as const, visible: [] };
    const payer = { address: null, readerId: null };
    const { events } = await own.translation.service.translate(request, { payer, seesReceipt: true });
    const all = [];
    for await (const batch of events()) all.push(...batch);
    const done = all.find(({ event }) => event === 'done')?.data;
    expect(done).toMatchObject({ receipt: { segmentsFromMemory: 0, costUsd: expect.closeTo(0.01) } });
  });
});

describe('what engines do wrong', () => {
  /** Damages the first segment as long as `isDamaged` says so. */
  const damaged = async (
    damage: (text: string) => string | undefined,
    isDamaged: (call: number) => boolean = () => true,
  ): Promise<{ own: TestProcess; engine: ReturnType<typeof scriptedEngine>; hash: string }> => {
    const [segment] = (await tests.content.service.chapter(SENSORS)).sections.flatMap(({ segments }) => segments);
    const hash = segment?.hash ?? '';
    const engine = scriptedEngine();
    const pseudo = engine.answer;
    const first = segment?.text ?? '';
    engine.answer = (text, request, call) => {
      const isFirst = request.segments.some(({ id, text: source }) => id === hash && source === first);
      return isFirst && isDamaged(call) && request.segments[0]?.id === hash && !seen(request, text)
        ? damage(text)
        : pseudo(text, request, call);
    };
    let answered: object | undefined;
    const seen = (request: object, _text: string): boolean => {
      const before = answered === request;
      answered = request;
      return before;
    };
    return { own: await tests.start({ engines: [engine] }), engine, hash };
  };

  it.each([
    ['an address of its own', (text: string) => `${text} https://evil.example/`],
    ['markup', (text: string) => `${text}<b>bold</b>`],
    ['a placeholder that is not there', (text: string) => `<x1/> ${text}`],
    ['the English sentence', () => 'A robot that cannot sense falls over within a second, however good its plan was.'],
    ['next to nothing', () => 'ا'],
    ['nothing at all', () => undefined],
    ['two paragraphs', (text: string) => `${text}\n\n${text}`],
    ['another number', (text: string) => `${text} 12345`],
  ])('%s: the reader keeps the source, and it is not paid for again and again', async (_what, damage) => {
    const { own, engine, hash } = await damaged(damage);
    const { left, segments, total } = await own.json({});
    expect(left).toEqual([{ id: hash.slice(0, 8), reason: 'failed' }]);
    expect(segments).toHaveLength(total - 1);
    // Once, and once more with the reason.
    expect(engine.sent(hash)).toBe(2);
    expect(engine.calls.find(({ reasons }) => reasons?.has(hash))?.reasons?.get(hash)).toMatch(/\w/);
    expect((await own.json({})).left).toEqual([{ id: hash.slice(0, 8), reason: 'failed' }]);
    expect(engine.sent(hash)).toBe(2);
    tests.clock.now += 11 * 60_000;
    await own.json({});
    expect(engine.sent(hash)).toBe(4);
  });

  it('once: the retry mends it', async () => {
    const { own, engine, hash } = await damaged(
      (text) => `${text} https://evil.example/`,
      (call) => call === 1,
    );
    expect(await own.json({})).toMatchObject({ coverage: 1, left: [] });
    expect(engine.sent(hash)).toBe(2);
    expect(await tests.database.db.select().from(translationFailure)).toEqual([]);
  });

  it('always: the next engine is asked for that segment alone', async () => {
    const { engine, hash } = await damaged((text) => `${text}<b>`);
    const second = scriptedEngine({ engine: 'google', provider: 'other', takesReasons: false });
    const own = await tests.start({ engines: [engine, second] });
    expect(await own.json({})).toMatchObject({ coverage: 1, left: [] });
    expect(sentHashes(second)).toEqual([hash]);
    const [row] = (await kept()).filter((each) => each.hash === hash);
    expect(row).toMatchObject({ engine: 'google', status: 'machine' });
  });

  it.each(['unauthorized', 'rate_limited', 'quota_spent', 'unavailable', 'timeout', 'broken', 'circuit_open'] as const)(
    '%s: the next engine is asked; without one the reader is told, and later tries are free to come',
    async (kind) => {
      const failing = scriptedEngine();
      failing.before = () => Promise.reject(new TranslatorFailure(kind));
      const alone = await tests.start({ engines: [failing] });
      expect(await alone.json({})).toMatchObject({ coverage: 0, notice: 'provider_failed' });
      expect(await tests.database.db.select().from(translationFailure)).toEqual([]);
      const backed = await tests.start({ engines: [failing, scriptedEngine({ provider: 'other' })] });
      const answer = await backed.json({});
      expect(answer.coverage).toBe(1);
      expect(answer.notice).toBeUndefined();
    },
  );

  it('a filter that refuses a batch: what it refuses is found, the rest is translated', async () => {
    const [segment] = (await tests.content.service.chapter(SENSORS)).sections.flatMap(({ segments }) => segments);
    const engine = scriptedEngine();
    const refusing: typeof engine.translate = (request, meter) =>
      request.segments.some(({ id }) => id === segment?.hash)
        ? Promise.reject(new TranslatorFailure('refused'))
        : engine.translate(request, meter);
    const own = await tests.start({ engines: [{ ...engine, takesReasons: false, translate: refusing }] });
    expect((await own.json({})).left).toEqual([{ id: segment?.id, reason: 'failed' }]);
  });
});

describe('a translation that would be made otherwise now', () => {
  it('is served as outdated, and costs nothing', async () => {
    await (await tests.start({ engines: [scriptedEngine()] })).json({});
    const newer = scriptedEngine({ promptVersion: '2' });
    const { segments } = await (await tests.start({ engines: [newer] })).json({});
    expect(new Set(segments.map(({ status }) => status))).toEqual(new Set(['outdated']));
    expect(newer.calls).toEqual([]);
  });
});
