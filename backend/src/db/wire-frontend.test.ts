import { describe, expect, it } from 'vitest';
import { closeStatementMessage, FrontendReader, queryMessage, startupMessage, syncMessage } from './wire-frontend.ts';

const started = (): FrontendReader => {
  const reader = new FrontendReader();
  reader.push(startupMessage('postgres', 'postgres'));
  return reader;
};

const message = (kind: string, body: string): Buffer => {
  const bytes = Buffer.alloc(5 + Buffer.byteLength(body));
  bytes.write(kind);
  bytes.writeInt32BE(bytes.length - 1, 1);
  bytes.write(body, 5);
  return bytes;
};

const int32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeInt32BE(value, index * 4);
  });
  return bytes;
};

describe('FrontendReader', () => {
  it('tells encryption requests and cancels from the start', () => {
    const reader = new FrontendReader();
    expect(reader.push(int32(8, 80_877_103))).toEqual([{ type: 'encryption-request' }]);
    expect(reader.push(startupMessage('postgres', 'postgres'))).toEqual([{ type: 'startup' }]);
    expect(new FrontendReader().push(int32(16, 80_877_102, 1, 2))).toEqual([{ type: 'cancel' }]);
  });

  it('finds the startup packet behind a statement that was left over', () => {
    const stale = queryMessage('select 1');
    const reader = new FrontendReader();
    expect(reader.push(Buffer.concat([stale, startupMessage('postgres', 'postgres')]))).toEqual([{ type: 'startup' }]);
    expect(reader.push(queryMessage('select 2'))).toMatchObject([{ unit: { end: 'query' } }]);
  });

  it('gives units up to Sync, Flush or a query, however the bytes are split', () => {
    const parse = message('P', 's1\0select 1\0\0\0');
    const flush = message('H', '');
    const stream = Buffer.concat([
      parse,
      flush,
      message('B', '\0s1\0'),
      syncMessage(),
      queryMessage('select 2'),
      closeStatementMessage('s1'),
      syncMessage(),
      message('X', ''),
    ]);
    const whole = started().push(stream);
    expect(whole.map((event) => (event.type === 'unit' ? event.unit.end : event.type))).toEqual([
      'flush',
      'sync',
      'query',
      'sync',
      'terminate',
    ]);
    expect(whole[0]).toMatchObject({ unit: { bytes: Buffer.concat([parse, flush]), prepared: ['s1'], closed: [] } });
    expect(whole[3]).toMatchObject({ unit: { prepared: [], closed: ['s1'] } });
    const reader = started();
    expect([...stream].flatMap((byte) => reader.push(Buffer.from([byte])))).toEqual(whole);
  });

  it('leaves out leftovers of a COPY', () => {
    expect(started().push(Buffer.concat([message('d', 'row'), message('c', '')]))).toEqual([]);
  });

  it('refuses impossible lengths', () => {
    expect(() => started().push(Buffer.from([81, 0, 0, 0, 0]))).toThrow('Impossible message length');
    expect(() => new FrontendReader().push(int32(2_000_000))).toThrow('too long');
  });
});
