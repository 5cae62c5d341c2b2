/** A chapter on its way into a language: what is shown, what is told, when the stream breaks. */
import type { SegmentEvent } from '@lectern/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, NetworkError } from '../../client/client-errors.ts';
import { beginChapter, viewOf } from '../../client/segments/segment-store.ts';
import { ChapterRun } from './chapter-run.ts';
import { ORIGINAL_STATE, translationStore } from './translation.store.ts';

const streams = vi.hoisted(() => ({ next: [] as (SegmentEvent | Error)[][], asked: 0 }));

vi.mock('./translation-client.ts', () => ({
  loadTitles: () => Promise.reject(new Error('not asked for here')),
  async *translateChapter() {
    streams.asked += 1;
    for (const step of streams.next.shift() ?? []) {
      if (step instanceof Error) throw step;
      yield step;
    }
  },
}));

const CHAPTER = { key: 'default/current/a', sourceHash: 'h1' };
const URDU = { lang: 'ur', dir: 'rtl' } as const;
const meta = (total: number): SegmentEvent => ({
  event: 'meta',
  data: {
    streamId: 'st1',
    chapterId: CHAPTER.key,
    sourceHash: 'h1',
    language: 'ur',
    direction: 'rtl',
    total,
    ready: 0,
  },
});
const segment = (id: string, text: string): SegmentEvent => ({
  event: 'segment',
  data: { id, text, origin: 'memory', status: 'machine' },
});
const done = (...left: string[]): SegmentEvent => ({
  event: 'done',
  data: {
    coverage: 0.5,
    left: left.map((id) => ({ id, reason: 'untranslated' })),
    ...(left.length > 0 && { notice: 'keyless' }),
  },
});
const dropped = new NetworkError('the stream broke off', { midway: true });

let page: Record<string, string>;
let ended: AbortController;
const run = () => new ChapterRun(CHAPTER, URDU, ended.signal).run();

beforeEach(() => {
  page = {};
  ended = new AbortController();
  streams.next = [];
  streams.asked = 0;
  beginChapter(undefined, { lang: 'en', dir: 'ltr' });
  translationStore.patch({ ...ORIGINAL_STATE, language: 'ur', phase: 'waiting' });
  vi.useFakeTimers();
  vi.stubGlobal('document', {
    hidden: true,
    documentElement: { dataset: page },
    querySelector: () => null,
    querySelectorAll: () => [],
  });
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => setTimeout(frame, 16));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('texts stand in their blocks, what is missing is marked, and the state says how far it went', async () => {
  streams.next = [[meta(2), segment('s1', 'الف'), done('s2')]];
  await run();
  expect(viewOf('s1')).toMatchObject({ text: 'الف', status: 'machine', rtl: true });
  expect(viewOf('s2')).toEqual({ left: 'untranslated' });
  expect(page).toEqual({ lecternLanguage: 'ur', lecternDir: 'rtl' });
  expect(translationStore.getSnapshot()).toMatchObject({
    phase: 'done',
    total: 2,
    statuses: { machine: 1 },
    left: { untranslated: 1 },
    notice: 'keyless',
  });
});

test('a chapter of which nothing is translated stays as it is, direction and all', async () => {
  streams.next = [[meta(1), done('s1')]];
  await run();
  expect(viewOf('s1')).toBeUndefined();
  expect(page).toEqual({});
  expect(translationStore.getSnapshot().phase).toBe('done');
});

test('a stream that breaks off is asked for again, and what came stays', async () => {
  streams.next = [
    [meta(2), segment('s1', 'الف'), dropped],
    [meta(2), segment('s1', 'الف'), segment('s2', 'ب'), done()],
  ];
  const running = run();
  await vi.advanceTimersByTimeAsync(500);
  expect(viewOf('s1')).toMatchObject({ text: 'الف' });
  await vi.advanceTimersByTimeAsync(1000);
  await running;
  expect(streams.asked).toBe(2);
  expect(viewOf('s2')).toMatchObject({ text: 'ب' });
  expect(translationStore.getSnapshot().statuses.machine).toBe(2);
});

test('a server that is not there is asked three times', async () => {
  streams.next = [[dropped], [dropped], [dropped], [meta(1), done()]];
  const running = expect(run()).rejects.toBe(dropped);
  await vi.advanceTimersByTimeAsync(10_000);
  await running;
  expect(streams.asked).toBe(3);
});

test('an error of the server ends it: what came before is shown', async () => {
  const problem = { type: 'about:blank', title: 'Busy', status: 429, code: 'RATE_LIMITED', detail: 'Later.' };
  const error: SegmentEvent = { event: 'error', data: { problem: { ...problem, requestId: 'r1' } } };
  streams.next = [[meta(2), segment('s1', 'الف'), error]];
  await expect(run()).rejects.toBeInstanceOf(ApiError);
  expect(viewOf('s1')).toMatchObject({ text: 'الف' });
  expect(streams.asked).toBe(1);
});

test('a reader who has gone on is not followed: nothing more is shown', async () => {
  streams.next = [
    [meta(1), segment('s1', 'الف'), dropped],
    [meta(1), done()],
  ];
  const running = expect(run()).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(10);
  ended.abort();
  await vi.advanceTimersByTimeAsync(2000);
  await running;
  expect(viewOf('s1')).toBeUndefined();
  expect(streams.asked).toBe(1);
});
