import { describe, expect, it } from 'vitest';
import { encodeEvent, encodeStream, readLastEventId } from './chat-event-stream.ts';
import type { SequencedEvent } from './chat-stream-reader.ts';

const ID = '7b1f2c3d-0000-4000-8000-000000000000';
const delta = (sequence: number, text: string): SequencedEvent => ({
  sequence,
  name: 'delta',
  data: JSON.stringify({ text }),
});

describe('an event on the wire', () => {
  it('is three lines, whatever the text', () => {
    expect(encodeEvent('m', delta(1, 'a\nb\r\n\u2028c'))).toBe(
      'id: m.1\nevent: delta\ndata: {"text":"a\\nb\\r\\n\u2028c"}\n\n',
    );
  });

  it('goes with those that came together, and silence is a comment, which takes no number', async () => {
    const batches = (async function* () {
      yield [delta(1, 'a'), delta(2, 'b')];
      yield null;
      yield [delta(3, 'c')];
    })();
    const pieces: string[] = [];
    for await (const piece of encodeStream('m', batches)) pieces.push(piece);
    expect(pieces).toEqual([
      encodeEvent('m', delta(1, 'a')) + encodeEvent('m', delta(2, 'b')),
      ':\n\n',
      encodeEvent('m', delta(3, 'c')),
    ]);
  });
});

describe('Last-Event-ID', () => {
  it('says how many events a reader has', () => {
    expect(readLastEventId(undefined, ID, 'f')).toBe(0);
    expect(readLastEventId('', ID, 'f')).toBe(0);
    expect(readLastEventId(`${ID}.12`, ID, 'f')).toBe(12);
  });

  it.each(['12', `${ID}`, `${ID}.0`, `${ID}.-1`, `${ID}.1e9`, `${ID}.1.2`, 'x.1', `${ID.replace('7', '8')}.1`])(
    'is refused when it is of no event of this stream: %s',
    (id) => expect(() => readLastEventId(id, ID, 'f')).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' })),
  );
});
