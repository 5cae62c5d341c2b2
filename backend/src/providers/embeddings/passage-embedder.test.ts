import { describe, expect, it } from 'vitest';
import { BudgetSpentError, PriceUnknownError } from '../../usage/ledger.port.ts';
import { EmbeddingFailure } from './embeddings.port.ts';
import { createPassageEmbedder, type PassageEmbedderOptions } from './passage-embedder.ts';
import { type EmbedScript, recordingMeter, scriptedEmbedder, vectorOf } from './scripted-embedder.fixture.ts';

const TEXTS = ['a', 'bb', 'ccc', 'dddd', 'eeeee'];

/** Runs over a script; waiting takes no time, and is noted. */
const run = async (
  script: EmbedScript,
  more: Partial<PassageEmbedderOptions> = {},
  texts: readonly string[] = TEXTS,
) => {
  const embedder = scriptedEmbedder(script);
  const waits: number[] = [];
  const got: (Float32Array | undefined)[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const passages = createPassageEmbedder({ embedder, wait, ...more });
  const result = await passages.embedAll(texts, {
    signal: new AbortController().signal,
    onBatch: async ({ places, vectors }) => {
      places.forEach((place, at) => {
        got[place] = vectors[at];
      });
    },
  });
  return { result, got, waits, calls: embedder.calls };
};

const failTimes = (times: number, failure: EmbeddingFailure): EmbedScript => {
  let left = times;
  return () => {
    if (left <= 0) return;
    left -= 1;
    throw failure;
  };
};

describe('embedding the passages of a book', () => {
  it('packs texts into calls and gives each its own vector', async () => {
    const { result, got, calls } = await run(() => undefined);
    expect(calls.map((texts) => texts.length).toSorted((a, b) => a - b)).toEqual([1, 2, 2]);
    expect(got).toEqual(TEXTS.map(vectorOf));
    expect(result).toEqual({ embedded: 5, refused: 0, tokens: 15, costUsd: 0 });
  });

  it('begins a new call where the tokens of one are full', async () => {
    const long = ['x'.repeat(60), 'y'.repeat(60), 'z'];
    expect((await run(() => undefined, {}, long)).calls).toEqual([[long[0]], [long[1], long[2]]]);
  });

  it('makes two calls at once and no more', async () => {
    let open = 0;
    let most = 0;
    const script: EmbedScript = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(setImmediate);
      open -= 1;
    };
    await run(
      script,
      {},
      Array.from({ length: 20 }, (_, at) => `text ${at}`),
    );
    expect(most).toBe(2);
  });

  it('waits as long as a busy provider asks for', async () => {
    const busy = new EmbeddingFailure('rate_limited', { retryAfterMs: 7_000 });
    const { result, waits } = await run(failTimes(2, busy), {}, ['one']);
    expect(waits).toEqual([7_000, 7_000]);
    expect(result).toMatchObject({ embedded: 1 });
  });

  it('waits longer each time while a provider is down, then gives up until the next ingest', async () => {
    const { result, waits, calls } = await run(failTimes(99, new EmbeddingFailure('unavailable')), {}, ['one']);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(calls).toHaveLength(6);
    expect(result).toMatchObject({ embedded: 0, stopped: 'the texts could not be embedded: unavailable' });
  });

  it('gives up at once when it would have to wait for minutes, or when waiting does not help', async () => {
    for (const failure of [
      new EmbeddingFailure('rate_limited', { retryAfterMs: 600_000 }),
      new EmbeddingFailure('unauthorized'),
      new EmbeddingFailure('wrong_dimensions'),
      new EmbeddingFailure('not_installed'),
    ]) {
      const { result, waits, calls } = await run(failTimes(99, failure), {}, ['one']);
      expect([waits, calls.length, result.stopped]).toEqual([[], 1, failure.message]);
    }
  });

  it('keeps what was got before a provider failed', async () => {
    const script: EmbedScript = (_texts, _options, call) => {
      if (call >= 2) throw new EmbeddingFailure('unauthorized');
    };
    const { result, got } = await run(script);
    expect(result).toMatchObject({ embedded: 2 });
    expect(got).toEqual(TEXTS.slice(0, 2).map(vectorOf));
  });

  it('pays for each call, and takes back what bought nothing', async () => {
    const { meter, booked } = recordingMeter();
    const script = failTimes(1, new EmbeddingFailure('unavailable'));
    const { result } = await run(script, { meter }, ['one']);
    expect(booked).toEqual(['reserve 3', 'release', 'reserve 3', 'settle 3']);
    expect(result).toMatchObject({ tokens: 3, costUsd: 0.003 });
  });

  it('books a call whose answer was useless: the provider bills it', async () => {
    const { meter, booked } = recordingMeter();
    const useless = new EmbeddingFailure('wrong_dimensions', { usage: { tokens: 3, estimated: true } });
    const { result } = await run(failTimes(1, useless), { meter }, ['one']);
    expect(booked).toEqual(['reserve 3', 'settle 3']);
    expect(result).toMatchObject({ embedded: 0, tokens: 3, costUsd: 0.003 });
  });

  it.each([new BudgetSpentError('global_day'), new PriceUnknownError('test', 'lengths')])(
    'goes on without the rest when no money is granted: %s',
    async (error) => {
      const { meter } = recordingMeter();
      let granted = 0;
      const { result, got } = await run(() => undefined, {
        meter: async (name, tokens) => {
          granted += 1;
          if (granted > 1) throw error;
          return meter(name, tokens);
        },
      });
      expect(result).toMatchObject({ embedded: 2, stopped: error.message });
      expect(got).toHaveLength(2);
    },
  );

  it('halves a call, then a text, that the provider finds too large', async () => {
    const script: EmbedScript = (texts) => {
      if (texts.length > 1 || texts.some((text) => text.length > 25)) throw new EmbeddingFailure('too_large');
    };
    const { result, calls } = await run(script, {}, ['x'.repeat(90), 'short']);
    expect(result).toMatchObject({ embedded: 2, refused: 0 });
    expect(calls.map((texts) => texts.map(({ length }) => length))).toEqual([[90, 5], [90], [5], [45], [22]]);
  });

  it('leaves out a text that is taken in no length, but not more than a few', async () => {
    const refuse =
      (bad: RegExp): EmbedScript =>
      (texts) => {
        if (texts.some((text) => bad.test(text))) throw new EmbeddingFailure('bad_request');
      };
    const one = await run(refuse(/!/), {}, ['good text', '!!!!!!!!!!!!!!!!', 'another']);
    expect(one.result).toEqual({ embedded: 2, refused: 1, tokens: 16, costUsd: 0 });
    const all = await run(
      refuse(/./),
      {},
      Array.from({ length: 50 }, () => 'a text of some length'),
    );
    expect(all.result).toMatchObject({ embedded: 0, stopped: 'the texts could not be embedded: bad_request' });
    expect(all.calls.length).toBeLessThan(40);
  });

  it('ends with the ingest', async () => {
    const stop = new AbortController();
    const passages = createPassageEmbedder({
      embedder: scriptedEmbedder((_texts, _options, call) => {
        if (call === 1) stop.abort();
      }),
    });
    const kept: number[] = [];
    const onBatch = async ({ places }: { readonly places: readonly number[] }) => void kept.push(...places);
    await expect(passages.embedAll(TEXTS, { signal: stop.signal, onBatch })).rejects.toThrow('aborted');
    expect(kept.length).toBeLessThan(TEXTS.length);
  });

  it('throws what keeping the vectors throws', async () => {
    const passages = createPassageEmbedder({ embedder: scriptedEmbedder() });
    const onBatch = () => Promise.reject(new Error('the disk is full'));
    await expect(passages.embedAll(TEXTS, { signal: new AbortController().signal, onBatch })).rejects.toThrow('disk');
  });
});
