/** Writes addresses into files of variables, for their owner only. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BranchAddresses } from './neon-branches.ts';

const VARIABLE = /^(DATABASE_URL|DATABASE_DIRECT_URL)=/;

/**
 * Puts the two addresses of a branch into `.env.<name>`; whatever else stands in that file is kept.
 *
 * @returns path of the file
 */
export function writeEnvironment(folder: string, { name, pooled, direct }: BranchAddresses): string {
  const path = join(folder, `.env.${name}`);
  const kept = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [`# The branch ${name} at Neon.`];
  const others = kept
    .filter((line) => !VARIABLE.test(line))
    .join('\n')
    .trimEnd();
  const text = `${others}\nDATABASE_URL=${pooled}\nDATABASE_DIRECT_URL=${direct}\n`;
  const draft = join(folder, `.env.${name}.${randomBytes(4).toString('hex')}.part`);
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  return path;
}
