/** Checks of the machine: Node, port, disk, data directory. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { freeBytes } from '../db/data-directory.ts';
import { DataDirectoryError, errorCode } from '../db/database-errors.ts';
import { findLockHolder } from '../db/directory-lock.ts';
import { broken, type Finding, ok, warning } from './doctor-finding.ts';

/** The oldest Node that runs the server's sources as they are; `npm start` brings it. */
const MIN_NODE_MAJOR = 24;
/** A new database takes about 40 MB, the index of a book a few, a log up to its limit. */
const NEEDED_BYTES = 64 * 1024 * 1024;
const COMFORTABLE_BYTES = 512 * 1024 * 1024;

/** Whether this Node can run the server. */
export function checkNode(version: string): Finding {
  const major = Number.parseInt(version, 10);
  if (major >= MIN_NODE_MAJOR) return ok('Node', version);
  return broken('Node', `${version} is too old`, 'Run "npx lectern" in the checkout: npm ci installs Node 24 there.');
}

/**
 * Whether the server can listen.
 *
 * @param serverRuns a server runs on the data directory: the port may be its own
 */
export async function checkPort(host: string, port: number, serverRuns: boolean): Promise<Finding> {
  const name = `Port ${port}`;
  const code = await tryToListen(host, port);
  if (code === undefined) return ok(name, `free on ${host}`);
  if (code === 'EADDRINUSE' && serverRuns) return ok(name, 'used by the running server');
  if (code === 'EADDRINUSE') return broken(name, 'another program listens there', 'Stop it, or set PORT.');
  if (code === 'EACCES') return broken(name, 'this user may not listen there', 'Set PORT to a number above 1023.');
  return broken(name, `${host} can't be listened on (${code})`, 'Set HOST to 127.0.0.1, or to 0.0.0.0 for all.');
}

/** Whether there is space for the data. */
export function checkDisk(dataDir: string): Finding {
  const free = freeBytes(nearestDirectory(dataDir));
  const text = `${Math.floor(free / 1024 / 1024)} MB free at ${dataDir}`;
  if (free < NEEDED_BYTES) return broken('Disk', text, 'Free some space, or set DATA_DIR to another disk.');
  return free < COMFORTABLE_BYTES
    ? warning('Disk', text, 'Free some space before the logs need it.')
    : ok('Disk', text);
}

/** Whether the data directory can be used, and by whom it is. */
export function checkDataDirectory(dataDir: string): Finding {
  const name = 'Data directory';
  const directory = nearestDirectory(dataDir);
  const mend = 'Give this user the right to write there, or set DATA_DIR to another directory.';
  try {
    if (!statSync(directory).isDirectory()) {
      return broken(name, `${directory} is a file`, 'Set DATA_DIR to another directory.');
    }
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch {
    return broken(name, `${directory} can't be written to`, mend);
  }
  if (directory !== resolve(dataDir)) return ok(name, `${dataDir} will be made`);
  try {
    const holder = findLockHolder(dataDir);
    return ok(name, holder === undefined ? dataDir : `${dataDir}, in use by process ${holder}`);
  } catch (error) {
    if (error instanceof DataDirectoryError) return broken(name, error.message);
    throw error;
  }
}

/** The directory itself, or the first one above it that is there. */
function nearestDirectory(path: string): string {
  const absolute = resolve(path);
  return existsSync(absolute) || absolute === dirname(absolute) ? absolute : nearestDirectory(dirname(absolute));
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolveCode) => {
    const server = createServer();
    server.once('error', (error) => resolveCode(errorCode(error) ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolveCode(undefined)));
  });
}
