/** A file that appears whole or not at all, and that only its owner may read. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { errorCode } from '../db/database-errors.ts';
import { BackupError } from './backup-error.ts';

const DRAFT = /^\..+\.[\da-f]{8}\.part$/;
/** A draft that nobody has written to for so long was left by a process that died. */
const ABANDONED_MS = 3_600_000;

/**
 * Lets a file be written beside its place, and puts it there when all of it is on the disk.
 *
 * @param write fills and ends the stream
 * @throws BackupError when the name is taken, or the folder can't be written to
 */
export async function writeWholeFile(path: string, write: (stream: Writable) => Promise<void>): Promise<void> {
  refuseTaken(path);
  await removeAbandoned(dirname(path));
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  try {
    const file = await open(draft, 'wx', 0o600);
    const stream = file.createWriteStream({ flush: true });
    await write(stream).finally(() => closeStream(stream));
    refuseTaken(path);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw explainFileError(error, path);
  }
  await syncFolder(dirname(path));
}

/** Closes a stream that may not have been written to; one that has ended is closed already. */
async function closeStream(stream: Writable): Promise<void> {
  if (stream.closed) return;
  const closed = once(stream, 'close');
  stream.destroy();
  await closed;
}

function refuseTaken(path: string): void {
  if (existsSync(path)) throw new BackupError(`${path} is there already, and is left as it is. Name another file.`);
}

async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((each) => DRAFT.test(each) && each.includes('.jsonl.gz.'))) {
    const path = join(folder, name);
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - touched > ABANDONED_MS) await rm(path, { force: true });
  }
}

/** Makes the new name last through a power cut, where folders can be synchronized. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function explainFileError(error: unknown, path: string): unknown {
  const folder = dirname(path);
  const mends: Readonly<Record<string, string>> = {
    ENOENT: `There is no folder ${folder}. Make it, or name another.`,
    ENOTDIR: `${folder} is no folder. Name another.`,
    EACCES: `This user may not write to ${folder}. Give it the right, or name another folder.`,
    EPERM: `This user may not write to ${folder}. Give it the right, or name another folder.`,
    EROFS: `${folder} is on a read-only disk. Name another folder.`,
    ENOSPC: `The disk of ${folder} is full. Free some space, or name another folder.`,
    EDQUOT: `The quota for ${folder} is used up. Free some space, or name another folder.`,
  };
  const mend = mends[errorCode(error) ?? ''];
  return mend === undefined ? error : new BackupError(mend, { cause: error });
}
