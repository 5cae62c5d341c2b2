import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type NeonServer, startNeonServer, TEST_KEY, TEST_PROJECT } from './neon-server.fixture.ts';

const SCRIPT = fileURLToPath(new URL('./create-branches.ts', import.meta.url));

let server: NeonServer;
let folder: string;

beforeEach(async () => {
  server = await startNeonServer();
  folder = mkdtempSync(join(tmpdir(), 'lectern-neon-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function run(args: readonly string[], key?: string): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], NEON_API_URL: server.url, ...(key && { NEON_API_KEY: key }) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const [code] = await once(child, 'close');
  return { code, output };
}

it('says without a key what a new project needs, and asks Neon nothing', async () => {
  const { code, output } = await run(['--dry-run']);
  expect(output).toContain('make the branch staging from production, with its tables and without its rows');
  expect(output).toContain('protect the branch production');
  expect(code).toBe(0);
  expect(server.requests).toEqual([]);
});

it('says with a key what is missing, and changes nothing', async () => {
  const { output } = await run(['--dry-run', '--project', TEST_PROJECT], TEST_KEY);
  expect(output).toContain('rename the default branch main to production');
  expect(server.requests.every((request) => request.startsWith('GET'))).toBe(true);
});

it('writes the addresses into files and prints no password', async () => {
  const { code, output } = await run(['--project', TEST_PROJECT], TEST_KEY);
  expect(code).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(['.env.development', '.env.production', '.env.staging']);
  expect(readFileSync(join(folder, '.env.staging'), 'utf8')).toMatch(
    /^DATABASE_URL=postgresql:.*s3cret-staging@.*-pooler/m,
  );
  expect(output).not.toMatch(/s3cret|napi_/);
});

it.each([
  [[], undefined, 'Set NEON_API_KEY'],
  [[], TEST_KEY, 'Name the project'],
  [['--project', 'Not An Id'], TEST_KEY, 'Name the project'],
  [['--project', TEST_PROJECT], 'two words', 'NEON_API_KEY has blanks'],
  [['--project', TEST_PROJECT, '--out', 'missing'], TEST_KEY, 'There is no folder'],
  [['--wrong'], TEST_KEY, "Unknown option '--wrong'"],
])('says in one line what is wrong with %j', async (args, key, line) => {
  const { code, output } = await run(args, key);
  expect(output).toContain(line);
  expect(output.trim()).not.toContain('\n');
  expect(code).toBe(1);
});
