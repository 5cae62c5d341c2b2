/** The environment with the `.env` file of the working directory under it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { EnvironmentVariables } from './settings.ts';

/**
 * Reads `.env` and `.env.local` in a directory. The process's own variables win, then `.env.local`, then `.env`.
 * @throws when a file is there but cannot be read
 */
export function readEnvironment(processEnvironment: EnvironmentVariables, directory: string): EnvironmentVariables {
  return {
    ...readFile(join(directory, '.env')),
    ...readFile(join(directory, '.env.local')),
    ...processEnvironment,
  };
}

function readFile(path: string): EnvironmentVariables {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
