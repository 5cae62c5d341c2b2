// The package has no types of its own, and an ambient file cannot be imported.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./pino-roll.d.ts" />
/** Log files: a new one each day and at a size, old ones deleted by number and by age. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import pinoRoll, { type RollingStream } from 'pino-roll';
import type { Settings } from './settings.ts';

const BASE_NAME = 'lectern';
const LOG_FILE_NAME = new RegExp(`^${BASE_NAME}\\.\\d+\\.log$`);
const DAY_MS = 24 * 60 * 60 * 1000;

/** The open file, or why there is none. */
export interface LogFile {
  /** null when files are switched off or cannot be written. */
  readonly stream: RollingStream | null;
  /** Why the directory cannot be written. */
  readonly fault: Error | null;
  /** Writes what is still in memory and closes the file. */
  close(): Promise<void>;
}

/** Opens the current log file and deletes what is too old, now and once a day. Never throws. */
export async function openLogFile(logging: Settings['logging']): Promise<LogFile> {
  const { directory } = logging;
  const none = { stream: null, fault: null, close: async () => {} };
  if (directory === null) return none;
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
    await deleteOldLogs(directory, logging.rotateDays, Date.now());
    const stream = await pinoRoll({
      file: join(directory, BASE_NAME),
      extension: '.log',
      frequency: 'daily',
      size: logging.rotateSizeMb,
      limit: { count: logging.rotateCount, removeOtherLogFiles: true },
    });
    // A disk that fills up costs log lines, not the server.
    stream.on('error', () => {});
    const timer = setInterval(
      () => void deleteOldLogs(directory, logging.rotateDays, Date.now()).catch(() => {}),
      DAY_MS,
    ).unref();
    return { stream, fault: null, close: () => closeStream(stream, timer) };
  } catch (error) {
    return { ...none, fault: error instanceof Error ? error : new Error(String(error)) };
  }
}

/**
 * Deletes the log files in a directory that were last written more than `days` days before `now` (milliseconds since 1970).
 * @returns the names of the deleted files
 */
export async function deleteOldLogs(directory: string, days: number, now: number): Promise<string[]> {
  const names = (await readdir(directory)).filter((name) => LOG_FILE_NAME.test(name));
  const deleted: string[] = [];
  for (const name of names) {
    const { mtimeMs } = await stat(join(directory, name));
    if (now - mtimeMs <= days * DAY_MS) continue;
    await unlink(join(directory, name));
    deleted.push(name);
  }
  return deleted;
}

function closeStream(stream: RollingStream, timer: NodeJS.Timeout): Promise<void> {
  clearInterval(timer);
  return new Promise((resolve) => {
    stream.once('close', resolve);
    stream.once('error', () => resolve());
    stream.end();
  });
}
