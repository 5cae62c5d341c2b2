/** A disk of a few megabytes, in memory, that a test may fill: only root can make one. */
import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../../src/db/database-errors.ts';

/** A mounted disk. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all that is free but so many megabytes; 0: all. */
  fill(spareMegabytes?: number): void;
  /** Gives free what was taken. */
  free(): void;
  /** Lets nobody write any more, or lets them again. @returns false where the system refuses */
  setReadOnly(readOnly: boolean): boolean;
  unmount(): void;
}

const FILLER = 'filler';
const MEGABYTE = 1024 * 1024;

function mount(args: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync('mount', args, { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/**
 * Mounts a disk.
 * @returns the reason, as text, where that cannot be done
 */
export function mountSmallDisk(megabytes: number): SmallDisk | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can mount a small disk';
  const path = mkdtempSync(join(tmpdir(), 'lectern-disk-'));
  const fault = mount(['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', path]);
  if (fault !== undefined) {
    rmSync(path, { recursive: true, force: true });
    return `no small disk could be mounted: ${fault}`;
  }
  return {
    path,
    fill: (spareMegabytes = 0) => fillDisk(join(path, FILLER), spareMegabytes * MEGABYTE),
    free: () => rmSync(join(path, FILLER), { force: true }),
    setReadOnly: (readOnly) => mount(['-o', `remount,${readOnly ? 'ro' : 'rw'}`, path]) === undefined,
    unmount() {
      spawnSync('umount', [path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function fillDisk(path: string, spareBytes: number): void {
  const file = openSync(path, 'a');
  try {
    for (let bytes = MEGABYTE; bytes >= 1; bytes = Math.floor(bytes / 2)) writeUntilFull(file, Buffer.alloc(bytes, 1));
    ftruncateSync(file, Math.max(0, fstatSync(file).size - spareBytes));
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return;
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error;
  }
}
