import { beforeAll, describe, expect, it } from 'vitest';
import { countByBytes, countPromptTokens, loadTokenizer, type TokenCounter } from './llm-tokenizer.ts';

let count: TokenCounter;
beforeAll(async () => {
  count = await loadTokenizer();
});

describe('the tokenizer', () => {
  it.each([
    ['', 0],
    ['hello world', 2],
    ['A node is a process.', 6],
    ['<|endoftext|>', 7],
  ])('counts %j as OpenAI does', (text, tokens) => {
    expect(count(text)).toBe(tokens);
  });

  it('counts the same twice, remembered or not', () => {
    const text = 'Torque equals force times the arm of the lever. '.repeat(20);
    expect(count(text)).toBe(count(text));
    expect(count(text)).toBeGreaterThan(200);
  });

  it('counts a word without end in time that grows with its length, and no lower than it is', () => {
    // Whole, 200,000 letters take the tokenizer minutes.
    const tokens = count('a'.repeat(200_000));
    expect(tokens).toBeGreaterThanOrEqual(200_000 / 8);
    expect(tokens).toBeLessThanOrEqual(200_000);
  });

  it('counts what is too long by its bytes, never too low', () => {
    const sentence = 'A robot that walks must know where its feet are. ';
    const text = sentence.repeat(10_000);
    expect(count(text)).toBeGreaterThan(count(sentence.repeat(100)) * 99);
  });

  it('adds what frames each message of a prompt', () => {
    expect(countPromptTokens([{ content: 'ab' }, { content: '' }], (text) => text.length)).toBe(2 + 2 * 4 + 3);
  });

  it('counts Urdu by bytes no lower than with the tokenizer', () => {
    const text = 'روبوٹ ایک مشین ہے جو خود حرکت کرتی ہے۔';
    expect(countByBytes(text)).toBeGreaterThanOrEqual(count(text));
  });
});
