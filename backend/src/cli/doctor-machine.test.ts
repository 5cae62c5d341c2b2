import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from '../db/directory-lock.ts';
import { formatFinding } from './doctor.ts';
import { checkDataDirectory, checkDisk, checkNode, checkPort } from './doctor-machine.ts';
import { checkManifest } from './doctor-manifest.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lectern-doctor-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('doctor', () => {
  it('wants Node 24', () => {
    expect(checkNode('24.0.1')).toMatchObject({ state: 'ok' });
    expect(checkNode('20.20.2')).toMatchObject({ state: 'broken', mend: expect.stringContaining('npm ci') });
  });

  it('tells a port in use from that of the running server', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    expect(await checkPort('127.0.0.1', port, false)).toMatchObject({ state: 'broken', mend: expect.any(String) });
    expect(await checkPort('127.0.0.1', port, true)).toMatchObject({ state: 'ok' });
    await new Promise((resolve) => server.close(resolve));
    expect(await checkPort('127.0.0.1', port, false)).toMatchObject({ state: 'ok' });
    expect(await checkPort('no.such.host.invalid', port, false)).toMatchObject({ state: 'broken' });
  });

  it('looks at the disk above a directory that is still to be made', () => {
    expect(checkDisk(join(directory, 'a', 'b')).text).toMatch(/^\d+ MB free at /);
  });

  it('names who uses the data directory, and makes nothing', () => {
    const dataDir = join(directory, 'data');
    expect(checkDataDirectory(dataDir)).toMatchObject({ state: 'ok', text: `${dataDir} will be made` });
    const lock = lockDirectory(directory);
    expect(checkDataDirectory(directory).text).toBe(`${directory}, in use by process ${process.pid}`);
    lock.release();
    writeFileSync(dataDir, 'a file');
    expect(checkDataDirectory(dataDir)).toMatchObject({ state: 'broken' });
    writeFileSync(join(directory, 'lectern.lock'), '{}');
    expect(checkDataDirectory(directory)).toMatchObject({ state: 'broken', text: expect.stringContaining('damaged') });
  });

  it('refuses a book that is missing or broken', async () => {
    const path = join(directory, 'book.json');
    expect(await checkManifest(path)).toMatchObject({ state: 'broken', text: expect.stringContaining('no manifest') });
    writeFileSync(path, '{"schemaVersion": 1, "tit');
    expect(await checkManifest(path)).toMatchObject({ state: 'broken', text: expect.stringContaining('cut off') });
  });

  it('prints one line, and one more for the mend', () => {
    expect(formatFinding({ name: 'Disk', state: 'ok', text: 'fine' })).toBe('✓ Disk: fine');
    expect(formatFinding({ name: 'Disk', state: 'broken', text: 'full', mend: 'Free some space.' })).toBe(
      '✗ Disk: full\n    → Free some space.',
    );
  });
});
