/** A PostgreSQL server with pgvector for the tests: one that is installed, or that of the PyPI wheel `pgserver`. */
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { installPackages, makeEnvironment } from './python-environment.ts';
import {
  findFreePort,
  findProgram,
  type RunningProgram,
  run,
  type Service,
  ServiceError,
  startProgram,
  stopProgram,
  waitUntilReady,
} from './service-process.ts';

const WHEEL = 'pgserver==0.1.4';
const MIN_MAJOR = 15;
const TEST_SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=200'];
const PYTHON_MEND =
  'PostgreSQL with pgvector is needed: install both, or Python 3 with venv and pip (then the wheel pgserver is used).';

/** User to run the server as: it refuses root. */
interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/** Files of a server that may be started, killed and started again. */
export interface PostgresCluster {
  readonly port: number;
  /** Address of its database `postgres`, for its superuser. */
  readonly url: string;
  /** Folder of its data directory and of what else a test puts there. */
  readonly folder: string;
  /** Starts it and waits until it answers. @param settings `name=value`, beside those that tests need */
  start(settings?: readonly string[]): Promise<RunningProgram>;
  /** Gives a file of the folder to the user that the server runs as, and to nobody else. */
  own(path: string): void;
  /** Deletes the files; the server must have ended. */
  remove(): void;
}

/** Which programs, and where. */
export interface ClusterOptions {
  /** Folder of the programs; default: of a PostgreSQL that has pgvector. */
  readonly programs?: string;
}

/** Makes the files of a new server on a port of its own. @throws ServiceError when there are no programs */
export async function makeCluster(options: ClusterOptions = {}): Promise<PostgresCluster> {
  const programs = options.programs ?? findInstalled() ?? installWheel();
  const runAs = chooseUser();
  const folder = mkdtempSync(join(tmpdir(), 'lectern-postgres-'));
  const own = (path: string): void => {
    if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(path, runAs.uid, runAs.gid);
  };
  own(folder);
  const data = join(folder, 'data');
  // Programs write to their working directory now and then; ours may be closed to that user.
  const spawning = { ...runAs, cwd: folder };
  run(join(programs, 'initdb'), ['-D', data, '-U', 'lectern', '-A', 'trust', '-E', 'UTF8', '--no-sync'], spawning);
  const port = await findFreePort();
  const url = `postgresql://lectern@127.0.0.1:${port}/postgres`;
  return {
    port,
    url,
    folder,
    own,
    async start(settings = []) {
      const args = ['-D', data, '-p', String(port)];
      for (const setting of [...TEST_SETTINGS, ...settings]) args.push('-c', setting);
      const program = startProgram(join(programs, 'postgres'), args, spawning);
      await waitUntilReady('PostgreSQL', program, () => answers(url));
      return program;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Starts a server on a port of its own, on new files that are deleted at its end.
 *
 * @throws ServiceError when there is none and none can be installed
 */
export async function startPostgres(): Promise<Service> {
  const cluster = await makeCluster();
  try {
    const program = await cluster.start();
    const stop = async (): Promise<void> => {
      // SIGINT: end the connections, write everything, stop.
      await stopProgram(program, 'SIGINT');
      cluster.remove();
    };
    return { url: cluster.url, stop };
  } catch (error) {
    cluster.remove();
    throw error;
  }
}

/** Makes an empty database on a server; `stop` drops it, whoever is connected. */
export async function createDatabase(serverUrl: string): Promise<Service> {
  const name = `lectern_test_${randomUUID().replaceAll('-', '')}`;
  const onServer = async (statement: string): Promise<void> => {
    const client = postgres(serverUrl, { max: 1, onnotice: () => undefined });
    await client.unsafe(statement).finally(() => client.end());
  };
  await onServer(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => onServer(`drop database ${name} with (force)`) };
}

async function answers(url: string): Promise<boolean> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await client`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await client.end({ timeout: 0 });
  }
}

/** Folder of the programs of an installed PostgreSQL that has pgvector and is new enough. */
function findInstalled(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const configurations = [
    findProgram('pg_config'),
    ...versions.map((version) => join(debian, version, 'bin/pg_config')),
  ];
  for (const configuration of configurations) {
    if (!configuration || !existsSync(configuration)) continue;
    const [folder = '', shared = '', version = ''] = run(configuration, ['--bindir', '--sharedir', '--version']).split(
      '\n',
    );
    const major = Number(/\d+/.exec(version)?.[0] ?? 0);
    const whole = existsSync(join(folder, 'initdb')) && existsSync(join(shared, 'extension', 'vector.control'));
    if (whole && major >= MIN_MAJOR) return folder;
  }
  return undefined;
}

/** Installs the wheel once per machine, where the user that runs the server can read it; gives its programs' folder. */
function installWheel(): string {
  const environment = join(tmpdir(), `lectern-${WHEEL.replace('==', '-')}-${process.getuid?.() ?? 0}`);
  const finished = join(environment, 'finished');
  if (!existsSync(finished)) {
    const python = findProgram('python3') ?? findProgram('python');
    if (!python) throw new ServiceError(PYTHON_MEND);
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(environment, { recursive: true });
    chmodSync(environment, 0o755);
    console.log(`Installing ${WHEEL} (PostgreSQL with pgvector) from PyPI …`);
    makeEnvironment(python, environment, PYTHON_MEND);
    installPackages(environment, [WHEEL]);
    writeFileSync(finished, '');
  }
  const location = 'import pgserver, pathlib; print(pathlib.Path(pgserver.__file__).parent / "pginstall" / "bin")';
  return run(join(environment, 'bin', 'python'), ['-c', location]).trim();
}

function chooseUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: Number(run('id', ['-u', name])), gid: Number(run('id', ['-g', name])) };
    } catch {
      // Not on this machine.
    }
  }
  throw new ServiceError('PostgreSQL refuses to run as root, and there is no user "nobody" to run it as.');
}
