import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataDirectoryError } from './database-errors.ts';

/**
 * Makes the folder of a socket, so that only its owner can enter it.
 *
 * @throws DataDirectoryError when the folder belongs to somebody else (the temporary directory is open to all)
 */
export function prepareSocketDirectory(socketPath: string): void {
  if (process.platform === 'win32') return;
  const folder = dirname(socketPath);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.()) {
    throw new DataDirectoryError(`${folder} belongs to somebody else. Delete it, or set DATA_DIR to a shorter path.`);
  }
  chmodSync(folder, 0o700);
}
