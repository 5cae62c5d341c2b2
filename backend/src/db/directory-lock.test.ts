import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryError, DirectoryLockedError } from './database-errors.ts';
import { findLockHolder, lockDirectory } from './directory-lock.ts';

let directory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lectern-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const lockPath = (): string => join(directory, 'lectern.lock');

/** Another process that takes the lock, says so (or what hindered it) and waits. */
async function lockElsewhere(): Promise<{ child: ChildProcess; answer: string }> {
  const module = new URL('./directory-lock.ts', import.meta.url).href;
  const script = `
    const { lockDirectory } = await import(${JSON.stringify(module)});
    try { lockDirectory(${JSON.stringify(directory)}); console.log('locked'); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.name); }`;
  const child = spawn(process.execPath, ['--input-type=module', '--conditions=lectern-source', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [data] = await once(child.stdout, 'data');
  return { child, answer: String(data).trim() };
}

describe('lockDirectory', () => {
  it('refuses a second taking, and gives free again', () => {
    const lock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(DirectoryLockedError);
    expect(findLockHolder(directory)).toBe(process.pid);
    lock.release();
    lock.release();
    expect(findLockHolder(directory)).toBeUndefined();
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('names the process that holds it and the mend', async () => {
    const { child } = await lockElsewhere();
    expect(() => lockDirectory(directory)).toThrow(
      `The data directory ${directory} is in use by process ${child.pid}. Stop that process, or give this one another DATA_DIR.`,
    );
  });

  it('takes over from a process that was killed', async () => {
    const { child } = await lockElsewhere();
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    expect(existsSync(lockPath())).toBe(true);
    lockDirectory(directory).release();
  });

  it('is not fooled by a process id that is used again', () => {
    const lock = lockDirectory(directory);
    const content = JSON.parse(readFileSync(lockPath(), 'utf8'));
    writeFileSync(lockPath(), JSON.stringify({ ...content, startTime: '1' }));
    lockDirectory(directory).release();
    lock.release();
  });

  it('leaves the lock of another machine alone while it gives signs of life', () => {
    const lock = lockDirectory(directory);
    const content = JSON.parse(readFileSync(lockPath(), 'utf8'));
    writeFileSync(lockPath(), JSON.stringify({ ...content, host: 'elsewhere', pid: 1 }));
    expect(() => lockDirectory(directory)).toThrow('in use by process 1 on elsewhere');
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(lockPath(), longAgo, longAgo);
    lockDirectory(directory).release();
    lock.release();
  });

  it('does not guess about a damaged lock file', () => {
    writeFileSync(lockPath(), 'not json');
    expect(() => lockDirectory(directory)).toThrow(DataDirectoryError);
  });

  it('lets exactly one of several processes take a stale lock', async () => {
    const { child } = await lockElsewhere();
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const answers = await Promise.all(Array.from({ length: 4 }, async () => (await lockElsewhere()).answer));
    expect(answers.toSorted()).toEqual([
      'DirectoryLockedError',
      'DirectoryLockedError',
      'DirectoryLockedError',
      'locked',
    ]);
  });
});
