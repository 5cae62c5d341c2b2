/**
 * Keeps a data directory to one process. PGlite takes no lock of its own, and two of them on one directory lose rows
 * without a word.
 *
 * The lock file is written aside and then linked to its name: it is there whole or not at all, also after a kill -9.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { DataDirectoryError, DirectoryLockedError, errorCode } from './database-errors.ts';
import { identifyProcess, isRunning } from './process-identity.ts';

const LOCK_NAME = 'lectern.lock';
/** Held for the moment in which a stale lock is taken away, so that nobody takes away the fresh lock of another. */
const TAKEOVER_NAME = `${LOCK_NAME}.takeover`;
/**
 * Nobody can look whether a process on another machine, or in another container, lives. So each holder touches its lock,
 * and one from elsewhere that wasn't touched for a while is stale.
 */
const SIGN_OF_LIFE_MS = 10_000;
const SILENCE_MS = 60_000;
const MAX_ATTEMPTS = 50;
const ATTEMPT_PAUSE_MS = 20;

/** What the lock file holds: one taking (`token`) by one run of one process on one machine. */
const LockContent = z.object({
  pid: z.number(),
  startTime: z.string(),
  bootId: z.string(),
  host: z.string(),
  token: z.string(),
});
type LockContent = z.infer<typeof LockContent>;

/** A lock that is held. */
export interface DirectoryLock {
  /** Gives the directory free; doing it twice is harmless. */
  release(): void;
}

/**
 * Takes the lock of a data directory for this process.
 *
 * @throws DirectoryLockedError when another living process (or this one) holds it
 */
export function lockDirectory(dataDir: string): DirectoryLock {
  const path = join(dataDir, LOCK_NAME);
  const own = describeOwnProcess();
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (tryToLink(dataDir, path, own)) {
      if (readLock(path)?.token === own.token) return keepLock(path, own.token);
      continue;
    }
    const holder = readLock(path);
    if (!holder) continue;
    if (holdsLock(holder, path)) {
      throw new DirectoryLockedError(dataDir, holder.pid, isElsewhere(holder) ? holder.host : undefined);
    }
    if (!removeStaleLock(dataDir, holder.token, own)) pause(ATTEMPT_PAUSE_MS);
  }
  throw new DataDirectoryError(
    `The lock ${path} can't be taken: other processes keep taking it. Stop them and try again.`,
  );
}

/** The process that holds the lock of a data directory, if a living one does. */
export function findLockHolder(dataDir: string): number | undefined {
  const path = join(dataDir, LOCK_NAME);
  const holder = readLock(path);
  return holder && holdsLock(holder, path) ? holder.pid : undefined;
}

function describeOwnProcess(): LockContent {
  const identity = identifyProcess(process.pid) ?? { pid: process.pid, startTime: '', bootId: '' };
  return { ...identity, host: hostname(), token: randomUUID() };
}

function isElsewhere(holder: LockContent): boolean {
  return holder.host !== hostname();
}

function holdsLock(holder: LockContent, path: string): boolean {
  if (!isElsewhere(holder)) return isRunning(holder);
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - touched < SILENCE_MS;
}

function keepLock(path: string, token: string): DirectoryLock {
  const timer = setInterval(() => touch(path), SIGN_OF_LIFE_MS);
  timer.unref();
  return {
    release: () => {
      clearInterval(timer);
      release(path, token);
    },
  };
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // The directory was deleted, or its disk is gone: what works on it will say so.
  }
}

function tryToLink(dataDir: string, path: string, content: LockContent): boolean {
  const draft = join(dataDir, `.${LOCK_NAME}.${content.token}`);
  try {
    writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readLock(path: string): LockContent | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return parseLock(text, path);
}

function parseLock(text: string, path: string): LockContent {
  try {
    return LockContent.parse(JSON.parse(text));
  } catch (error) {
    throw new DataDirectoryError(`The lock file ${path} is damaged. Make sure no server uses it, then delete it.`, {
      cause: error,
    });
  }
}

/**
 * Takes a stale lock away. Only one process at a time may, and it looks again first: the lock it saw may have been
 * replaced by a fresh one.
 *
 * @returns false when another process is at it
 */
function removeStaleLock(dataDir: string, staleToken: string, own: LockContent): boolean {
  const takeover = join(dataDir, TAKEOVER_NAME);
  const path = join(dataDir, LOCK_NAME);
  if (!tryToLink(dataDir, takeover, own)) {
    const other = readLock(takeover);
    if (other && !holdsLock(other, takeover)) rmSync(takeover, { force: true });
    return false;
  }
  try {
    if (readLock(path)?.token === staleToken) rmSync(path, { force: true });
  } finally {
    release(takeover, own.token);
  }
  return true;
}

/** Waits without giving way: the lock is taken before anything else runs. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function release(path: string, token: string): void {
  try {
    if (readLock(path)?.token === token) rmSync(path, { force: true });
  } catch {
    // The process ends anyway, and a lock of a process that has ended is found to be stale.
  }
}
