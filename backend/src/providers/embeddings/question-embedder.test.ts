import { describe, expect, it } from 'vitest';
import { BudgetSpentError } from '../../usage/ledger.port.ts';
import { EmbeddingFailure } from './embeddings.port.ts';
import { createQuestionEmbedder, type QuestionEmbedderOptions } from './question-embedder.ts';
import { type EmbedScript, recordingMeter, scriptedEmbedder, vectorOf } from './scripted-embedder.fixture.ts';

const over = (script: EmbedScript, more: Partial<QuestionEmbedderOptions> = {}) => {
  const embedder = scriptedEmbedder(script);
  const warnings: string[] = [];
  const logger = { warn: (_fields: object, text: string) => void warnings.push(text), debug: () => undefined };
  return { embedder, warnings, questions: createQuestionEmbedder({ embedder, logger, ...more }) };
};
const never = (): Promise<void> => new Promise(() => undefined);

describe('embedding a question', () => {
  it('gives a vector that says which model it is of', async () => {
    const { questions } = over(() => undefined);
    expect(await questions.embed(' What is QoS? ')).toEqual({
      embedder: 'test/lengths/2',
      values: vectorOf('What is QoS?'),
    });
  });

  it('asks once for a question, also when it is asked twice at the same time', async () => {
    const { questions, embedder } = over(() => undefined);
    await Promise.all([questions.embed('What is QoS?'), questions.embed('What is QoS?')]);
    await questions.embed('What is QoS?');
    expect(embedder.calls).toEqual([['What is QoS?']]);
  });

  it('forgets the questions that were asked longest ago', async () => {
    const { questions, embedder } = over(() => undefined);
    await questions.embed('first');
    await questions.embed('second');
    for (let at = 0; at < 499; at += 1) {
      if (at === 250) await questions.embed('first');
      await questions.embed(`question ${at}`);
    }
    const before = embedder.calls.length;
    await questions.embed('first');
    expect(embedder.calls).toHaveLength(before);
    await questions.embed('second');
    expect(embedder.calls).toHaveLength(before + 1);
  });

  it('does not ask for a blank question', async () => {
    const { questions, embedder } = over(() => undefined);
    expect(await questions.embed(' \n ')).toBeUndefined();
    expect(embedder.calls).toEqual([]);
  });

  it('does not let a reader wait for a slow provider, and ends the call', async () => {
    let signal: AbortSignal | undefined;
    const { questions } = over(
      (_texts, options) => {
        signal = options.signal;
        return never();
      },
      { timeoutMs: 5 },
    );
    expect(await questions.embed('What is QoS?')).toBeUndefined();
    expect(signal?.aborted).toBe(true);
  });

  it('does not let a reader wait for a slow ledger, and spends nothing then', async () => {
    const { booked, meter } = recordingMeter();
    const granted = Promise.withResolvers<void>();
    const { questions, embedder } = over(() => undefined, {
      timeoutMs: 5,
      meter: async (name, tokens) => {
        await granted.promise;
        return meter(name, tokens);
      },
    });
    expect(await questions.embed('What is QoS?')).toBeUndefined();
    granted.resolve();
    await new Promise(setImmediate);
    expect(booked).toEqual(['reserve 12', 'release']);
    expect(embedder.calls).toEqual([]);
  });

  it('leaves a provider alone after three failures', async () => {
    const { questions, embedder, warnings } = over(() => {
      throw new EmbeddingFailure('unavailable');
    });
    for (const text of ['one', 'two', 'three', 'four', 'five']) expect(await questions.embed(text)).toBeUndefined();
    expect(embedder.calls).toHaveLength(3);
    expect(questions.isResting).toBe(true);
    expect(warnings).toHaveLength(1);
  });

  it('goes on with known questions while the provider is left alone', async () => {
    const { questions } = over((_texts, _options, call) => {
      if (call > 1) throw new EmbeddingFailure('unavailable');
    });
    await questions.embed('known');
    for (const text of ['one', 'two', 'three']) await questions.embed(text);
    expect(questions.isResting).toBe(true);
    expect((await questions.embed('known'))?.values).toEqual(vectorOf('known'));
  });

  it('takes an empty purse for what it is: no fault of the provider', async () => {
    const { questions, embedder } = over(() => undefined, {
      meter: () => Promise.reject(new BudgetSpentError('global_day')),
    });
    for (const text of ['one', 'two', 'three', 'four']) expect(await questions.embed(text)).toBeUndefined();
    expect(questions.isResting).toBe(false);
    expect(embedder.calls).toEqual([]);
  });

  it('books what a question took, and takes back what bought nothing', async () => {
    const { booked, meter } = recordingMeter();
    const { questions } = over(
      (_texts, _options, call) => {
        if (call === 2) throw new EmbeddingFailure('unavailable');
      },
      { meter },
    );
    await questions.embed('one');
    await questions.embed('three');
    expect(booked).toEqual(['reserve 3', 'settle 3', 'reserve 5', 'release']);
  });
});
