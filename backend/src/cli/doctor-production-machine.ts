/** What the machine of an installation must be like: owners and rights of files, user, file systems. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { broken, type Finding, ok, warning } from './doctor-finding.ts';

/** Files of the working directory that hold secrets. */
const ENVIRONMENT_FILES = ['.env', '.env.local'];
const READ_BY_OTHERS = 0o077;
/** Made by container engines in the root of each container. */
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];
const ROOT = 0;

/** The user that this process runs as. */
export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
}

/** Looks at the machine; writes nothing. @param directory working directory of the server */
export function* checkProductionMachine(settings: Settings, directory: string): Generator<Finding> {
  const { getuid, getgid } = process;
  // Windows has neither users by number nor modes.
  if (getuid === undefined || getgid === undefined) return;
  const user = { uid: getuid(), gid: getgid() };
  yield checkUser(user);
  yield checkOwner(settings.server.dataDir, user);
  yield* checkEnvironmentFiles(directory);
  if (CONTAINER_MARKS.some((mark) => existsSync(mark))) yield checkRootFileSystem(isWritable('/'));
}

/** Whether the server runs with more rights than it needs. */
export function checkUser({ uid }: ProcessUser): Finding {
  if (uid !== ROOT) return ok('User', `runs as user ${uid}`);
  return warning('User', 'runs as root', 'Run it as a user of its own, who owns DATA_DIR and nothing else.');
}

/** Whether the data directory belongs to the user of the server: a fresh volume belongs to root. */
export function checkOwner(dataDir: string, { uid, gid }: ProcessUser): Finding {
  const name = 'Owner of the data';
  const stats = statSync(dataDir, { throwIfNoEntry: false });
  if (stats === undefined) return ok(name, `${dataDir} is not there yet`);
  if (stats.uid !== uid && !isWritable(dataDir)) {
    const mend = `As root: chown -R ${uid}:${gid} ${dataDir} (for a volume: in a container of user 0 that has it).`;
    return broken(name, `${dataDir} belongs to user ${stats.uid}, and the server runs as ${uid}`, mend);
  }
  if ((stats.mode & READ_BY_OTHERS) === 0) return ok(name, `user ${stats.uid}, nobody else may read it`);
  return warning(name, `${dataDir} can be read by others of this machine`, `chmod 700 ${dataDir}`);
}

/** Whether files with secrets can be read by others. */
export function* checkEnvironmentFiles(directory: string): Generator<Finding> {
  for (const file of ENVIRONMENT_FILES) {
    const stats = statSync(join(directory, file), { throwIfNoEntry: false });
    if (stats === undefined) continue;
    const isOpen = (stats.mode & READ_BY_OTHERS) !== 0;
    yield isOpen
      ? warning(file, 'can be read by others of this machine', `chmod 600 ${file}`)
      : ok(file, 'read by its owner only');
  }
}

/** Whether what breaks in could change the program. */
export function checkRootFileSystem(writable: boolean): Finding {
  const name = 'Root file system';
  if (!writable) return ok(name, 'read-only');
  return warning(
    name,
    'can be written in this container',
    'Set read_only: true (docker run --read-only), with a tmpfs at /tmp.',
  );
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
