/** What stands under an answer, in words. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { allowanceStore } from './chat-allowance.store.ts';
import { endingText, noticeText, renewal, writerText } from './chat-turn-notes.tsx';

afterEach(() => void vi.useRealTimers());
beforeEach(() => allowanceStore.set({ allowance: null, quotesOnly: false, acknowledged: '' }));

test.each([
  [{ notice: 'provider_failed', mode: 'extractive' }, 'did not respond. Ask again later'],
  [{ notice: 'provider_failed', mode: 'extractive', replaced: true }, 'broke off, so the book is quoted'],
  [{ notice: 'low_confidence', mode: 'extractive', replaced: true }, 'taken back, because no passage supported it'],
  [{ notice: 'low_confidence', mode: 'llm' }, 'touches on this only lightly'],
  [{ notice: 'locale_fallback', mode: 'extractive' }, 'another language edition'],
  [{ notice: 'budget_spent', mode: 'extractive' }, 'used up. Quotes stay free'],
  [{ notice: 'keyless', mode: 'extractive', quotesOnly: true }, 'Quoted, as you chose'],
] as const)('%o is said', (turn, words) => {
  expect(noticeText(turn)).toContain(words);
});

test.each([
  ['the next day: its weekday and hour', '2026-11-22T00:00:00.000Z', /^\S+day,? [^,\d]*\d{1,2}:00/],
  ['the next month: its date too', '2026-12-01T00:00:00.000Z', /^\S+day, (December 1|November 30)/],
])('a spent budget says when it renews, in the reader’s own time: %s', (_name, resetsAt, words) => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 12), toFake: ['Date'] });
  allowanceStore.patch({
    allowance: { answersLeft: 0, translationsLeft: null, resetsAt, writer: null, embedder: null },
  });
  const time = renewal();
  expect(time).toMatch(words);
  expect(noticeText({ notice: 'budget_spent', mode: 'extractive' })).toContain(
    `It renews on ${time}; quotes stay free`,
  );
});

test('quotes of a site without a model need no excuse under each of them', () => {
  expect(noticeText({ notice: 'keyless', mode: 'extractive' })).toBe('');
});

test('how an answer ended is said where it is not whole', () => {
  expect(endingText({ status: 'done', finishReason: 'stop' })).toBe('');
  expect(endingText({ status: 'done', finishReason: 'length' })).toContain('longest length');
  expect(endingText({ status: 'stopped', finishReason: 'abandoned' })).toContain('nobody was reading');
  expect(endingText({ status: 'stopped', finishReason: 'stopped' })).toContain('What came before stays');
});

test('the writer is named for what a model wrote, and by the name that readers know', () => {
  const writer = { provider: 'openai', model: 'gpt-4o-mini' };
  expect(writerText({ mode: 'llm', writer })).toBe('Written by gpt-4o-mini at OpenAI from the passages below.');
  expect(writerText({ mode: 'extractive', writer })).toBe('');
});
