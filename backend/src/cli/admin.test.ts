import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../config/logging.ts';
import { connectControl, listenControl } from '../control/index.ts';
import { adminCommand } from '../control-commands.ts';
import { openDatabase } from '../db/client.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { createRoles } from '../features/auth/index.ts';

const LECTERN = fileURLToPath(new URL('./lectern.ts', import.meta.url));

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-cli-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The command, over the data directory of `name`. */
const commandIn =
  (dataDir: string) =>
  async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=lectern-source', LECTERN, 'admin', ...args],
      {
        cwd: root,
        env: { PATH: process.env['PATH'], HOME: root, LECTERN_ENV: 'test', DATA_DIR: dataDir, LOG_FILE: 'false' },
      },
    );
    return stdout;
  };

/** A data directory with one account that is signed in. */
async function withAda(name: string) {
  const dataDir = join(root, name);
  const database = await openDatabase({ dataDir, logger: silentLogger() });
  await migrateDatabase(database);
  await database.sql`insert into "user" (name, email, email_verified) values ('Ada', 'ada@example.org', true)`;
  await database.sql`insert into session (user_id, token, expires_at) select id, 'token', now() + interval '1 day' from "user"`;
  return { dataDir, database };
}

describe('lectern admin', () => {
  it('gives and takes roles without a server, ends the sessions and keeps an audit line without the address', async () => {
    const { dataDir, database } = await withAda('alone');
    await database.close();
    const run = commandIn(dataDir);
    expect(await run('list')).toContain('Nobody');
    expect(await run('grant', 'Ada@Example.org')).toBe('ada@example.org is an admin now.\n');
    expect(await run('list')).toBe('admin       ada@example.org\n');
    expect(await run('grant', 'ada@example.org', '--role', 'author')).toContain('is an author now');
    expect(await run('revoke', 'ada@example.org')).toBe('ada@example.org is a reader now.\n');
    await expect(run('grant', 'nobody@example.org')).rejects.toMatchObject({
      stderr: expect.stringContaining('There is no such account.'),
    });
    await expect(run('grant', 'ada@example.org', '--role', 'king')).rejects.toMatchObject({
      stderr: expect.stringContaining('Allowed choices are author, instructor, admin'),
    });
    const again = await openDatabase({ dataDir, logger: silentLogger() });
    try {
      const lines =
        await again.sql`select kind, actor, details, subject is not null as named from audit_entry order by at`;
      expect(lines.map((line) => line['details'])).toEqual([{ role: 'admin' }, { role: 'author' }, { role: 'reader' }]);
      expect(JSON.stringify(lines)).not.toContain('ada');
      expect(await again.sql`select id from session`).toHaveLength(0);
    } finally {
      await again.close();
    }
  }, 120_000);

  it('asks the server that runs on the directory', async () => {
    const { dataDir, database } = await withAda('served');
    const roles = createRoles(database.db);
    const control = await listenControl({ dataDir, handlers: { admin: adminCommand(roles) }, logger: silentLogger() });
    try {
      expect(await connectControl(dataDir)).toBeDefined();
      expect(await commandIn(dataDir)('grant', 'ada@example.org', '--role', 'instructor')).toContain('an instructor');
      expect(await roles.list()).toEqual([{ email: 'ada@example.org', role: 'instructor', emailVerified: true }]);
    } finally {
      await control.close();
      await database.close();
    }
  }, 60_000);
});
