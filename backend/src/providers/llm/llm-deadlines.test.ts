import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchDeadlines } from './llm-deadlines.ts';

const TIMEOUTS = { headersMs: 100, firstTokenMs: 300, stallMs: 50, answerMs: 1_000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const watch = (signal = new AbortController().signal) => {
  const deadlines = watchDeadlines(TIMEOUTS, signal);
  deadlines.asked();
  return deadlines;
};

describe('the time-outs of a call', () => {
  it.each([
    ['no response', 100, () => {}],
    ['no first token', 300, (deadlines: ReturnType<typeof watch>) => deadlines.answered()],
    [
      'silent in the middle',
      50,
      (deadlines: ReturnType<typeof watch>) => {
        deadlines.answered();
        deadlines.pause();
        deadlines.resume();
      },
    ],
  ])('(%s) end it after their time and not before', (detail, ms, begin) => {
    const deadlines = watch();
    begin(deadlines);
    vi.advanceTimersByTime(ms - 1);
    expect(deadlines.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(deadlines.signal.aborted).toBe(true);
    expect(deadlines.why()).toEqual({ kind: 'timeout', detail });
  });

  it('count the first token from the call, not from the response', () => {
    const deadlines = watch();
    vi.advanceTimersByTime(90);
    deadlines.answered();
    vi.advanceTimersByTime(209);
    expect(deadlines.why()).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(deadlines.why()?.detail).toBe('no first token');
  });

  it('do not count what a slow reader takes as silence', () => {
    const deadlines = watch();
    deadlines.answered();
    deadlines.pause();
    deadlines.resume();
    for (let i = 0; i < 3; i += 1) {
      deadlines.pause();
      vi.advanceTimersByTime(200);
      expect(deadlines.why()).toBeUndefined();
      deadlines.resume();
    }
    vi.advanceTimersByTime(50);
    expect(deadlines.why()?.detail).toBe('silent in the middle');
  });

  it('end an answer that never stops', () => {
    const deadlines = watch();
    deadlines.answered();
    for (let i = 0; i < 100; i += 1) {
      deadlines.pause();
      deadlines.resume();
      vi.advanceTimersByTime(10);
    }
    expect(deadlines.why()?.detail).toBe('the answer took too long');
  });

  it('leave nothing behind, and are not taken for the caller', () => {
    const caller = new AbortController();
    const deadlines = watch(caller.signal);
    deadlines.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(deadlines.why()).toBeUndefined();
    const other = watch(caller.signal);
    caller.abort();
    expect(other.signal.aborted).toBe(true);
    expect(other.why()).toMatchObject({ kind: 'aborted' });
    other.close();
  });
});
