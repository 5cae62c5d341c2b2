import { describe, expect, it } from 'vitest';
import { checkUsage, cutUsage, type ReportedUsage } from './llm-usage.ts';

const count = (text: string) => Math.ceil(text.length / 4);
const prompt = { messages: [{ role: 'user' as const, content: 'x'.repeat(400) }], maxOutputTokens: 100 };
const text = 'y'.repeat(120);
const check = (reported: Partial<ReportedUsage>, answer = text) =>
  checkUsage({ inputTokens: 100, cachedInputTokens: 0, outputTokens: 30, ...reported }, prompt, answer, count);

describe('usage as the provider reports it', () => {
  it.each([
    [{}],
    [{ inputTokens: 60, outputTokens: 12 }],
    [{ inputTokens: 400 }],
    // Reasoning that is not shown is billed within the bound.
    [{ outputTokens: 100 }],
  ])('%j is believed', (reported) => {
    expect(check(reported)).toMatchObject({ estimated: false, ...reported });
  });

  it.each([
    [{ inputTokens: undefined }],
    [{ outputTokens: undefined }],
    [{ inputTokens: -1 }],
    [{ outputTokens: -1 }],
    [{ inputTokens: 0 }],
    [{ outputTokens: 0 }],
    [{ inputTokens: 20 }],
    [{ outputTokens: 5 }],
    [{ inputTokens: 2_000 }],
    [{ outputTokens: 200 }],
    [{ outputTokens: 1e300 }],
    [{ inputTokens: Number.NaN }],
    [{ inputTokens: 100.5 }],
  ])('%j is not: ours counts', (reported) => {
    expect(check(reported)).toEqual({ inputTokens: 107, cachedInputTokens: 0, outputTokens: 30, estimated: true });
  });

  it.each([-1, 101, Number.NaN, 0.5])('%s cached tokens of 100 are none', (cachedInputTokens) => {
    expect(check({ cachedInputTokens })).toMatchObject({ inputTokens: 100, cachedInputTokens: 0, estimated: false });
  });

  it('may say that nothing was written when nothing was', () => {
    expect(check({ outputTokens: 0 }, '')).toMatchObject({ outputTokens: 0, estimated: false });
  });
});

describe('usage of a call that was cut', () => {
  it('is what came and what may have been under way', () => {
    expect(cutUsage(prompt, 'y'.repeat(40), count)).toMatchObject({ outputTokens: 74, estimated: true });
  });

  it('is not more than was allowed, unless more came', () => {
    expect(cutUsage(prompt, 'y'.repeat(360), count).outputTokens).toBe(100);
    expect(cutUsage(prompt, 'y'.repeat(800), count).outputTokens).toBe(200);
  });
});
