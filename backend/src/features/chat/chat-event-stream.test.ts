import type { ChatEvent, Problem } from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeAnswer, encodeEvent } from './chat-event-stream.ts';

const problem: Problem = { type: 't', title: 't', status: 500, code: 'INTERNAL', detail: 'd', requestId: 'r' };
const options = { messageId: 'm', problemOf: () => problem };
const delta = (text: string): ChatEvent => ({ event: 'delta', data: { text } });
const collect = async (source: AsyncGenerator<string>): Promise<string[]> => {
  const pieces: string[] = [];
  for await (const piece of source) pieces.push(piece);
  return pieces;
};

describe('encodeEvent', () => {
  it('puts an event into three lines, whatever the text', () => {
    expect(encodeEvent('m.1', delta('a\nb\r\n\u2028c'))).toBe(
      'id: m.1\nevent: delta\ndata: {"text":"a\\nb\\r\\n\u2028c"}\n\n',
    );
  });
});

describe('encodeAnswer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('numbers events from 1 without gaps', async () => {
    const events = (async function* () {
      yield delta('a');
      yield delta('b');
    })();
    const ids = (await collect(encodeAnswer(events, options))).map((piece) => piece.split('\n')[0]);
    expect(ids).toEqual(['id: m.1', 'id: m.2']);
  });

  it('ends with one error event when the answer breaks off', async () => {
    const events = (async function* () {
      yield delta('a');
      throw new Error('secret cause');
    })();
    const pieces = await collect(encodeAnswer(events, options));
    expect(pieces[1]).toBe(`id: m.2\nevent: error\ndata: ${JSON.stringify({ problem })}\n\n`);
  });

  it('sends a comment each 15 s of silence, which takes no number', async () => {
    const source = Promise.withResolvers<void>();
    const events = (async function* () {
      yield delta('a');
      await source.promise;
      yield delta('b');
    })();
    const pieces = encodeAnswer(events, options);
    await pieces.next();
    for (let beat = 0; beat < 3; beat += 1) {
      const next = pieces.next();
      await vi.advanceTimersByTimeAsync(15_000);
      expect((await next).value).toBe(':\n\n');
    }
    source.resolve();
    expect((await pieces.next()).value).toMatch(/^id: m\.2\n/);
  });

  it('ends the answer when the reader leaves', async () => {
    let ended = false;
    const events = (async function* () {
      try {
        yield delta('a');
        yield delta('b');
      } finally {
        ended = true;
      }
    })();
    const pieces = encodeAnswer(events, options);
    await pieces.next();
    await pieces.return(undefined);
    expect(ended).toBe(true);
  });
});
