import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateSocket } from '../db/data-directory.ts';
import { ControlError, type ControlEvent, connectControl } from './control-client.ts';
import { CONTROL_SOCKET } from './control-protocol.ts';
import { type ControlHandler, type ControlServer, listenControl } from './control-server.ts';

const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let dataDir: string;
const servers: ControlServer[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lectern-control-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function serve(handlers: Record<string, ControlHandler>): Promise<void> {
  servers.push(await listenControl({ dataDir, handlers, logger }));
}

async function runCommand(command: string, args?: Record<string, unknown>): Promise<ControlEvent[]> {
  const client = await connectControl(dataDir);
  if (!client) throw new Error('no server');
  const events: ControlEvent[] = [];
  for await (const event of client.runCommand(command, args)) events.push(event);
  return events;
}

describe('the control socket', () => {
  it('runs a command with its progress and result', async () => {
    await serve({
      count: async ({ args, report }) => {
        for (let step = 1; step <= Number(args['to']); step++) report({ step, text: 'سبق\n' });
        return { counted: args['to'] };
      },
    });
    expect(await runCommand('count', { to: 2 })).toEqual([
      { type: 'progress', data: { step: 1, text: 'سبق\n' } },
      { type: 'progress', data: { step: 2, text: 'سبق\n' } },
      { type: 'result', data: { counted: 2 } },
    ]);
  });

  it('tells what went wrong in one line', async () => {
    await serve({
      fail: async () => {
        throw new Error('The manifest is broken.');
      },
    });
    await expect(runCommand('fail')).rejects.toThrow(new ControlError('The manifest is broken.'));
    await expect(runCommand('constructor')).rejects.toThrow("doesn't know the command constructor");
  });

  it('aborts the command of a command line that goes away', async () => {
    const started = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    await serve({
      wait: async ({ signal, report }) => {
        signal.addEventListener('abort', () => aborted.resolve());
        report('started');
        started.resolve();
        await aborted.promise;
      },
    });
    const client = await connectControl(dataDir);
    const events = client?.runCommand('wait');
    await events?.next();
    await started.promise;
    client?.close();
    await aborted.promise;
  });

  it('ends the commands when the server stops', async () => {
    await serve({
      wait: ({ signal, report }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('The server stops.')));
          report('started');
        }),
    });
    const client = await connectControl(dataDir);
    const events = client?.runCommand('wait');
    await events?.next();
    await servers.pop()?.close();
    await expect(events?.next()).rejects.toThrow('The server');
  });

  it('finds no server where none runs', async () => {
    expect(await connectControl(dataDir)).toBeUndefined();
    await serve({});
    await servers.pop()?.close();
    expect(await connectControl(dataDir)).toBeUndefined();
  });

  it('leaves the socket to a server that already listens', async () => {
    await serve({ who: async () => 'first' });
    await serve({ who: async () => 'second' });
    expect(await runCommand('who')).toEqual([{ type: 'result', data: 'first' }]);
  });

  it.skipIf(process.platform === 'win32')('is open to its owner only', async () => {
    await serve({});
    const path = locateSocket(dataDir, CONTROL_SOCKET);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });

  it.skipIf(process.platform === 'win32')('works where the path would be too long for a socket', async () => {
    dataDir = join(dataDir, 'long'.repeat(30));
    const path = locateSocket(dataDir, CONTROL_SOCKET);
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    await serve({ who: async () => 'me' });
    expect(await runCommand('who')).toEqual([{ type: 'result', data: 'me' }]);
    await servers.pop()?.close();
    rmSync(join(path, '..'), { recursive: true });
    expect(existsSync(path)).toBe(false);
    dataDir = join(dataDir, '..');
  });

  it('bounds what a client may send', async () => {
    await serve({});
    const socket = connect(locateSocket(dataDir, CONTROL_SOCKET));
    const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.write('x'.repeat(70_000));
    expect(await answer).toContain('too long');
    socket.destroy();
  });
});
