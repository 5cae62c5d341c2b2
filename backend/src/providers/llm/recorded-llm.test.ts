import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { type LlmChainEvent, LlmFailure, type LlmModel, type LlmRequest } from './llm.port.ts';
import { createLlmChain } from './llm-chain.ts';
import { createRecordedLlm, hashPrompt, type LlmRecording, parseRecordings, recordChain } from './recorded-llm.ts';

const request = (content: string): LlmRequest => ({
  purpose: 'answer',
  messages: [{ role: 'user', content }],
  maxOutputTokens: 50,
  signal: new AbortController().signal,
});

const spoken: LlmModel = {
  provider: 'openai',
  model: 'small',
  countTokens: (text) => text.length,
  async *stream() {
    yield { type: 'text', text: 'A node pub' };
    yield { type: 'text', text: 'lishes [1].\n\nIt waits.' };
    const usage = { inputTokens: 9, cachedInputTokens: 0, outputTokens: 5, estimated: false };
    yield { type: 'finish', reason: 'stop', usage };
  },
};

const fold = async (
  events: AsyncIterable<LlmChainEvent>,
): Promise<{ text: string; last: LlmChainEvent | undefined }> => {
  let text = '';
  let last: LlmChainEvent | undefined;
  for await (const event of events) {
    if (event.type === 'text') text += event.text;
    last = event;
  }
  return { text, last };
};

describe('a recorded model', () => {
  const record = async (): Promise<string> => {
    const written: LlmRecording[] = [];
    const chain = createLlmChain([spoken], pino({ enabled: false }));
    const meter = async () => ({ settle: async () => undefined, release: async () => undefined });
    await fold(recordChain(chain, (recording) => written.push(recording)).stream(request('Why?'), { meter }));
    return written.map((recording) => JSON.stringify(recording)).join('\n');
  };

  it('says again what was recorded, with the same usage', async () => {
    const missing: string[] = [];
    const recordings = parseRecordings(await record());
    const model = createRecordedLlm(recordings, { countTokens: () => 1, onMissing: (hash) => missing.push(hash) });
    const { text, last } = await fold(model.stream(request('Why?')));
    expect(text).toBe('A node publishes [1].\n\nIt waits.');
    expect(last).toMatchObject({ type: 'finish', reason: 'stop', usage: { inputTokens: 9, outputTokens: 5 } });
    expect(model).toMatchObject({ provider: 'openai', model: 'small' });
    expect(missing).toEqual([]);
  });

  it('fails for a prompt that has changed by one character, and tells which', async () => {
    const missing: string[] = [];
    const recordings = parseRecordings(await record());
    const model = createRecordedLlm(recordings, { countTokens: () => 1, onMissing: (hash) => missing.push(hash) });
    await expect(fold(model.stream(request('Why? ')))).rejects.toBeInstanceOf(LlmFailure);
    expect(missing).toEqual([hashPrompt(request('Why? '))]);
  });

  it('names the line of a file that is no recording', () => {
    expect(() => parseRecordings('\n{"promptHash":"x"}\n')).toThrow('Line 2 is no recording');
    expect(parseRecordings('\n\n')).toEqual([]);
  });
});
