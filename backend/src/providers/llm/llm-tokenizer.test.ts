import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
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

  it('counts a prompt line by line, and finds what the whole has', () => {
    const lines = [
      '# Rules\n\nAnswer from the passages only, and cite each sentence with its number in brackets.',
      '',
      '[1] Nodes › Life cycle\nA node is a process that takes part in the graph; it publishes, subscribes and serves.\n',
      '```python\ndef spin(node):\n    while rclpy.ok():\n        rclpy.spin_once(node, timeout_sec=0.1)\n```\n\n',
      'روبوٹ ایک مشین ہے جو خود حرکت کرتی ہے۔ '.repeat(8),
      'Question: what is a node, and how does it end?\r\n\r\n  Thank you.',
    ];
    const text = lines.join('\n');
    expect(count(text)).toBe(countTokens(text));
    expect(count(text)).toBe(countTokens(text));
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
