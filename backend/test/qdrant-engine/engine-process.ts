/** Starts the test engine: the vendor's own, in local mode, behind a thin HTTP layer. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, makeEnvironment } from '../services/python-environment.ts';
import {
  findFreePort,
  findProgram,
  type Service,
  ServiceError,
  startProgram,
  stopProgram,
  waitUntilReady,
} from '../services/service-process.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const REQUIREMENTS = join(FOLDER, 'requirements.txt');
const PROGRAM = join(FOLDER, 'engine.py');
const MEND = 'Python 3.11 or later with venv and pip is needed for the engine of Qdrant.';

/** How the engine is started. */
export interface EngineOptions {
  /** Default: one of its own. A port that is used again has an empty engine behind it. */
  readonly port?: number;
  readonly apiKey?: string;
  /** What it says it is; default: the version of the vendor's package. */
  readonly version?: string;
}

/** A running engine. */
export interface QdrantEngine extends Service {
  readonly port: number;
  /** Ends it as a machine would: nothing is written, connections are cut. */
  kill(): Promise<void>;
}

/**
 * Starts an engine on the loopback address. What is in it is gone with it.
 *
 * @throws ServiceError when Python is not here, or the packages cannot be had
 */
export async function startQdrantEngine({ port, apiKey, version }: EngineOptions = {}): Promise<QdrantEngine> {
  const python = engineEnvironment();
  const place = port ?? (await findFreePort());
  const args = [PROGRAM, '--port', String(place)];
  if (apiKey !== undefined) args.push('--api-key', apiKey);
  if (version !== undefined) args.push('--version', version);
  const program = startProgram(python, args, { cwd: FOLDER, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  const url = `http://127.0.0.1:${place}`;
  const isReady = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    await waitUntilReady('the engine of Qdrant', program, isReady);
  } catch (error) {
    await stopProgram(program, 'SIGKILL');
    throw error;
  }
  return {
    url,
    port: place,
    stop: () => stopProgram(program, 'SIGTERM'),
    kill: () => stopProgram(program, 'SIGKILL'),
  };
}

/** Python with the packages, installed once on each machine for each list of them. */
function engineEnvironment(): string {
  const digest = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const environment = join(tmpdir(), `lectern-qdrant-${digest}-${process.getuid?.() ?? 0}`);
  const python = join(environment, 'bin', 'python');
  const finished = join(environment, 'finished');
  if (existsSync(finished)) return python;
  const base = findProgram('python3') ?? findProgram('python');
  if (!base) throw new ServiceError(MEND);
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(environment, { recursive: true, mode: 0o755 });
  console.log('Installing qdrant-client (the engine of Qdrant in local mode) from PyPI …');
  makeEnvironment(base, environment, MEND);
  installPackages(environment, ['--only-binary', ':all:', '--require-hashes', '-r', REQUIREMENTS]);
  writeFileSync(finished, '');
  return python;
}
