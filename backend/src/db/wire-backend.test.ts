import { describe, expect, it } from 'vitest';
import { BackendFilter } from './wire-backend.ts';

const message = (kind: string, body: string): Buffer => {
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(kind);
  bytes.writeInt32BE(4 + body.length, 1);
  bytes.write(body, 5);
  return bytes;
};

function record(): { filter: BackendFilter; forwarded: () => string; notified: string[] } {
  const parts: Buffer[] = [];
  const notified: string[] = [];
  const filter = new BackendFilter({
    forward: (bytes) => void parts.push(Buffer.from(bytes)),
    notify: (bytes) => void notified.push(bytes.toString('latin1')),
  });
  return { filter, forwarded: () => Buffer.concat(parts).toString('latin1'), notified };
}

const text = (...messages: Buffer[]): string => Buffer.concat(messages).toString('latin1');
const error = message('E', 'failed\0');
const ready = (status: string): Buffer => message('Z', status);

describe('BackendFilter', () => {
  it('drops the surplus ReadyForQuery after an error', () => {
    const { filter, forwarded } = record();
    filter.push(Buffer.concat([error, ready('I'), ready('I')]));
    expect(filter.finish(true)).toBe('I');
    expect(forwarded()).toBe(text(error, ready('I')));
  });

  it('drops it in a unit that ends with Flush, and sends the one at the Sync', () => {
    const { filter, forwarded } = record();
    filter.push(Buffer.concat([error, ready('T')]));
    expect(filter.finish(false)).toBeUndefined();
    filter.push(ready('E'));
    expect(filter.finish(true)).toBe('E');
    expect(forwarded()).toBe(text(error, ready('E')));
  });

  it('takes notifications out, wherever they stand', () => {
    const { filter, forwarded, notified } = record();
    const notification = message('A', 'pid channel payload');
    const row = message('D', 'row');
    filter.push(Buffer.concat([notification, row, notification, message('C', 'SELECT 1\0'), ready('I'), notification]));
    expect(filter.finish(true)).toBe('I');
    expect(forwarded()).toBe(text(row, message('C', 'SELECT 1\0'), ready('I')));
    expect(notified).toHaveLength(3);
  });

  it('gives the same for any split of the bytes', () => {
    const output = Buffer.concat([
      message('T', 'columns'),
      message('D', 'x'.repeat(300)),
      message('A', 'hello'),
      error,
      ready('T'),
      ready('E'),
    ]);
    const expected = record();
    expected.filter.push(output);
    expected.filter.finish(true);
    for (const size of [1, 2, 3, 7, 64]) {
      const { filter, forwarded, notified } = record();
      for (let start = 0; start < output.length; start += size) filter.push(output.subarray(start, start + size));
      expect(filter.finish(true)).toBe('E');
      expect(forwarded()).toBe(expected.forwarded());
      expect(notified).toEqual(expected.notified);
    }
  });

  it('says when the backend stopped', () => {
    const cut = record();
    cut.filter.push(error.subarray(0, 7));
    expect(() => cut.filter.finish(true)).toThrow('within a message');
    const silent = record();
    silent.filter.push(error);
    expect(() => silent.filter.finish(true)).toThrow('no ReadyForQuery');
  });
});
