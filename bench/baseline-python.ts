/** The Python that the baselines run in: an environment of its own, installed again when its requirements change. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const REQUIREMENTS = resolve('bench', 'requirements.txt');

/** Names and versions of the baselines' packages, as they are installed. */
export const BASELINE_PACKAGES: readonly string[] = readFileSync(REQUIREMENTS, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** Path of the interpreter, with everything installed; undefined where there is no Python. */
export function baselinePython(): string | undefined {
  if (spawnSync('python3', ['--version']).status !== 0) return undefined;
  const environment = resolve('bench', '.venv');
  const python = join(environment, 'bin', 'python');
  const stamp = join(environment, 'installed.txt');
  const wanted = BASELINE_PACKAGES.join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  mkdirSync(environment, { recursive: true });
  execFileSync('python3', ['-m', 'venv', environment]);
  const options = ['--quiet', '--disable-pip-version-check'];
  execFileSync(python, ['-m', 'pip', 'install', ...options, '-r', REQUIREMENTS], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(stamp, wanted);
  return python;
}
