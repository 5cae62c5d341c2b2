import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogging } from './config/logging.ts';
import { loadSettings, type Settings } from './config/settings.ts';
import { type ControlEvent, connectControl } from './control/index.ts';
import { smallBook } from './features/content/content.fixture.ts';
import { type RunningServer, startServer } from './server.ts';
import { explainStartFailure } from './start-failure.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Settings of a server with a built site and its manifest, in a directory of its own. */
function settingsFor(variables: Record<string, string> = {}): Settings {
  const root = mkdtempSync(join(tmpdir(), 'lectern-server-'));
  const site = join(root, 'docusaurus', 'build');
  mkdirSync(join(site, 'lectern'), { recursive: true });
  writeFileSync(join(site, 'index.html'), '<h1>Book</h1>');
  writeFileSync(join(site, 'lectern', 'book.json'), JSON.stringify(smallBook()));
  return loadSettings(
    { LECTERN_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', LOG_FILE: 'false', ...variables },
    { root },
  );
}

async function start(settings: Settings): Promise<RunningServer> {
  const logging = await createLogging(settings, { destination: { write: () => {} } });
  const server = await startServer(settings, logging);
  running.push(server);
  return server;
}

/** JSON of an address of a server. */
async function read(server: RunningServer, path: string): Promise<unknown> {
  return (await fetch(`${server.address}${path}`)).json();
}

/** Opening databases and building apps takes long on a machine that does much else. */
const STARTS_MS = 120_000;

describe('a server', { timeout: STARTS_MS }, () => {
  it('starts in an empty directory, indexes the book, answers, stops, and starts again on what is there', async () => {
    const settings = settingsFor();
    const first = await start(settings);
    expect(await first.indexed).toBe(true);
    expect((await fetch(`${first.address}/health/ready`)).status).toBe(200);
    expect(await read(first, '/api/v1/book')).toMatchObject({ title: smallBook().title, indexVersion: 1 });
    expect(await (await fetch(first.address)).text()).toBe('<h1>Book</h1>');
    await first.close();
    await expect(fetch(first.address)).rejects.toThrow();

    const second = await start(settings);
    expect(await read(second, '/api/v1/book')).toMatchObject({ indexVersion: 1 });
  });

  it('does what the command line asks through its control socket', async () => {
    const settings = settingsFor();
    const server = await start(settings);
    await server.indexed;
    const client = await connectControl(settings.server.dataDir);
    const events: ControlEvent[] = [];
    for await (const event of client?.runCommand('ingest', { force: true }) ?? []) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'result', data: { status: 'switched', version: 2 } });
    expect(events.length).toBeGreaterThan(1);
    expect(await read(server, '/api/v1/book')).toMatchObject({ indexVersion: 2 });
  });

  it('says in one line that its data directory is in use, and leaves the first alone', async () => {
    const settings = settingsFor();
    const first = await start(settings);
    const failure = await start(settings).catch((error: unknown) => error);
    expect(explainStartFailure(failure, settings)).toMatch(/in use by process \d+\. Stop that process/);
    expect((await fetch(`${first.address}/health/live`)).status).toBe(200);
  });

  it('says in one line that its port is taken, and gives the data directory free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const settings = settingsFor({ PORT: String(port) });
    const failure = await start(settings).catch((error: unknown) => error);
    expect(explainStartFailure(failure, settings)).toContain(`Another program listens on port ${port}`);
    await new Promise((resolve) => other.close(resolve));
    expect((await fetch(`${(await start(settings)).address}/health/live`)).status).toBe(200);
  });

  it('goes on answering from the old index when the manifest breaks', async () => {
    const settings = settingsFor();
    const first = await start(settings);
    await first.indexed;
    await first.close();
    const manifest = readFileSync(settings.content.manifest, 'utf8');
    writeFileSync(settings.content.manifest, manifest.slice(0, manifest.length / 2));
    const second = await start(settings);
    expect(await second.indexed).toBe(false);
    expect((await fetch(`${second.address}/health/ready`)).status).toBe(200);
    expect(await read(second, '/api/v1/book')).toMatchObject({ indexVersion: 1 });
  });
});
