import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../test/openai-server/openai-server.ts';
import { type EnvironmentVariables, loadSettings, type Settings } from '../config/settings.ts';
import type { Database } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { createRoles } from '../features/auth/index.ts';
import { formatFinding } from './doctor.ts';
import type { Finding } from './doctor-finding.ts';
import { type OpenForDoctor, openForDoctor, readyOrClosed } from './doctor-open.ts';
import { checkAdmin } from './doctor-production-people.ts';
import { checkProviders } from './doctor-providers.ts';

let folder: string;
let server: OpenAiServer;
let database: Database;
/** Left open: opening takes a second or two. */
const open: OpenForDoctor = async () => ({ ...database, close: async () => undefined });
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-doctor-providers-'));
  server = await startOpenAiServer();
  database = await openTestDatabase();
  const price = { inputUsdPerMillion: 1, cachedInputUsdPerMillion: 1, outputUsdPerMillion: 2, date: '2026-11-22' };
  const prices = [{ provider: 'compatible', model: 'tiny', kind: 'chat', ...price }];
  writeFileSync(join(folder, 'prices.json'), JSON.stringify({ prices }));
});
afterAll(async () => {
  await server.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const settingsOf = (more: EnvironmentVariables = {}): Settings =>
  loadSettings({ DATA_DIR: join(folder, 'data'), ...more });
const withModel = (key: string): Settings =>
  settingsOf({
    LLM_BASE_URL: server.baseUrl,
    LLM_API_KEY: key,
    LLM_MODEL: 'tiny',
    PRICES_FILE: join(folder, 'prices.json'),
  });

async function lines(settings: Settings, opened: OpenForDoctor = open): Promise<string[]> {
  const found: Finding[] = [];
  for await (const finding of checkProviders(settings, opened)) found.push(finding);
  return found.map(formatFinding);
}

describe('what doctor reads from the database, from nothing to a book that is run', () => {
  it('asks nobody, and names no admin, while no call could be booked', async () => {
    const empty = await openTestDatabase({ migrate: false });
    const openEmpty = () => readyOrClosed({ ...empty, close: async () => undefined });
    expect(await lines(withModel(TEST_API_KEY), openEmpty)).toEqual([
      expect.stringMatching(/^✗ Providers: .*lectern migrate/),
    ]);
    expect(server.requests).toEqual([]);
    const finding = await checkAdmin(settingsOf(), openEmpty);
    expect(finding).toMatchObject({ state: 'broken', mend: expect.stringContaining('migrate') });
    await empty.close();
  });

  it('makes no database where there is none', async () => {
    expect(await openForDoctor(settingsOf())).toBeUndefined();
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('asks, and tells each price and the sum', async () => {
    expect(await lines(withModel(TEST_API_KEY))).toEqual([
      expect.stringMatching(/^✓ Language model: compatible\/tiny answers, 0\.0000\d\d USD$/),
      expect.stringMatching(/^✓ Providers: 1 asked, 0\.0000\d\d USD in all, booked/),
    ]);
    const [failed] = await lines(withModel('sk-wrong'));
    expect(failed).toMatch(/^✗ Language model: compatible\/tiny the key is not taken \(401\)\n.*LLM_API_KEY/);
    expect(await lines(settingsOf())).toEqual(['✓ Providers: no key is set: nobody was asked']);
  });

  it('knows whether there is an admin who can sign in', async () => {
    const look = () => checkAdmin(settingsOf(), open);
    expect(await look()).toMatchObject({ state: 'broken', mend: expect.stringContaining('admin grant') });
    await database.sql`
      insert into "user" (id, name, email, email_verified)
      values (gen_random_uuid(), 'Ada', 'ada@book.example', false)`;
    await createRoles(database.db).grant('ada@book.example', 'admin');
    const unconfirmed = await look();
    expect(unconfirmed).toMatchObject({ state: 'warning', text: expect.stringContaining('confirmed') });
    expect(JSON.stringify(unconfirmed)).not.toContain('ada@');
    await database.sql`update "user" set email_verified = true`;
    expect(await look()).toMatchObject({ state: 'ok', text: '1' });
    expect(await checkAdmin(settingsOf({ FEATURE_ACCOUNTS: 'false' }), open)).toMatchObject({ state: 'ok' });
  });

  it('says so when the database cannot be opened', async () => {
    const away = () => Promise.reject(new Error('away'));
    expect(await lines(withModel(TEST_API_KEY), away)).toEqual([
      expect.stringMatching(/^✗ Providers: nobody was asked/),
    ]);
    expect(await checkAdmin(settingsOf(), away)).toMatchObject({ state: 'warning' });
  });
});
