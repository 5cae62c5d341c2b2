import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../config/logging.ts';
import { openDatabase } from './client.ts';
import { isConnectionLost } from './database-errors.ts';
import { cleanStartup, findFatalError, LONG_APPLICATION_NAME } from './postgresql-stream.ts';

const packet = (body: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, Buffer.from(body, 'latin1')]);
};
const startup = (name: string): Buffer => packet(`\0\x03\0\0user\0me\0database\0book\0application_name\0${name}\0\0`);
const errorResponse = (fields: string): Buffer => Buffer.concat([Buffer.from('E'), packet(`${fields}\0`)]);

describe('the first packet of a connection', () => {
  it('is the startup packet alone, under the short name', () => {
    const stale = Buffer.concat([Buffer.from('Q'), packet('select 1\0')]);
    expect(cleanStartup(Buffer.concat([stale, startup(LONG_APPLICATION_NAME)]))).toEqual(startup('lectern'));
  });

  it('stays as it is when it is a cancellation', () => {
    const cancel = Buffer.from([0, 0, 0, 16, 4, 210, 22, 46, 0, 0, 0, 1, 0, 0, 0, 2]);
    expect(cleanStartup(cancel)).toEqual(cancel);
  });
});

describe('the server’s last word', () => {
  const row = Buffer.concat([Buffer.from('D'), packet('\0\x01\0\0\0\x06SFATAL')]);

  it.each([
    ['in English', 'SFATAL\0VFATAL\0C57P01\0Mterminating connection\0'],
    ['in another language', 'SFATALE\0VFATAL\0C57P01\0Mterminating connection\0'],
    ['of a pooler', 'SFATAL\0C57P01\0Mterminating connection\0'],
  ])('is found %s, behind what came with it', (_where, fields) => {
    const found = findFatalError(Buffer.concat([row, errorResponse(fields)]));
    expect([found?.at, found?.error]).toEqual([row.length, expect.objectContaining({ code: '57P01' })]);
  });

  it('is no row that speaks of one, and no error that can be lived with', () => {
    expect(findFatalError(row)).toBeUndefined();
    expect(findFatalError(errorResponse('SERROR\0VERROR\0C42P01\0Mno such table\0'))).toBeUndefined();
  });
});

it('a connection that breaks right after its start fails its first statement, and not the process', async () => {
  const authenticated = Buffer.concat([Buffer.from('R'), packet('\0\0\0\0'), Buffer.from('Z'), packet('I')]);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(authenticated);
      // What comes next is the driver's look at the types.
      socket.once('data', () => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const opened = openDatabase({
    url: `postgresql://me@127.0.0.1:${port}/book`,
    dataDir: tmpdir(),
    logger: silentLogger(),
  });
  await expect(opened).rejects.toSatisfy(isConnectionLost);
  await new Promise((resolve) => server.close(resolve));
});
