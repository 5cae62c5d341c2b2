import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BranchAddresses, setUpBranches } from './neon-branches.ts';
import { NeonClient } from './neon-client.ts';
import { writeEnvironment } from './neon-environment.ts';
import { type NeonServer, startNeonServer, TEST_KEY, TEST_PROJECT } from './neon-server.fixture.ts';

let server: NeonServer;
let pauses: number[];
let steps: string[];
let warnings: string[];

beforeEach(async () => {
  server = await startNeonServer();
  [pauses, steps, warnings] = [[], [], []];
});
afterEach(() => server.close());

function setUp(options: { key?: string; project?: string } = {}): Promise<BranchAddresses[]> {
  const client = new NeonClient({
    apiKey: options.key ?? TEST_KEY,
    baseUrl: server.url,
    pause: async (ms) => void pauses.push(ms),
  });
  return setUpBranches({
    client,
    projectId: options.project ?? TEST_PROJECT,
    contents: 'schema-only',
    onStep: (text) => steps.push(text),
    onWarning: (text) => warnings.push(text),
  });
}

const changes = (): string[] => server.requests.filter((request) => !request.startsWith('GET'));

describe('a new project', () => {
  it('gets three branches with role, database and compute, and a protected production', async () => {
    const addresses = await setUp();
    expect(server.branches.map(({ name, protected: isProtected, contents }) => [name, isProtected, contents])).toEqual([
      ['production', true, 'root'],
      ['staging', false, 'schema-only'],
      ['development', false, 'schema-only'],
    ]);
    for (const branch of server.branches) {
      expect(branch.databases).toContainEqual({ name: 'lectern', owner_name: 'lectern' });
      expect(branch.endpoints).toHaveLength(1);
    }
    expect(addresses.map(({ name }) => name)).toEqual(['production', 'staging', 'development']);
    for (const { pooled, direct } of addresses) {
      expect(new URL(pooled).hostname).toContain('-pooler');
      expect(new URL(direct).hostname).not.toContain('-pooler');
    }
  });

  it('is left as it is by a second run', async () => {
    const first = await setUp();
    const done = changes().length;
    expect(await setUp()).toEqual(first);
    expect(changes()).toHaveLength(done);
  });

  it('gets what is missing on a branch that is there already', async () => {
    await setUp();
    const [, staging] = server.branches;
    staging?.endpoints.splice(0);
    staging?.roles.splice(0);
    staging?.databases.splice(0);
    await setUp();
    expect(staging?.roles).toEqual([{ name: 'lectern' }]);
    expect(staging?.databases).toEqual([{ name: 'lectern', owner_name: 'lectern' }]);
    expect(staging?.endpoints).toHaveLength(1);
  });
});

describe('what Neon may answer', () => {
  it('is waited for: slow operations, locks, too many requests, faults of reading', async () => {
    server.slowness = 3;
    server.faults.push(
      { method: 'POST', path: /\/branches$/, status: 423 },
      { method: 'POST', path: /\/roles$/, status: 429, headers: { 'retry-after': '7' } },
      { method: 'GET', path: /\/databases$/, status: 503, times: 2 },
      { method: 'PATCH', path: /./, status: 423, times: 3 },
    );
    await setUp();
    expect(server.branches.map(({ name }) => name)).toEqual(['production', 'staging', 'development']);
    expect(pauses).toContain(7_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
  });

  it.each([
    ['a wrong key', { key: 'wrong' }, [], 'Neon refuses the key'],
    ['another project', { project: 'none-such-1' }, [], 'knows no project none-such-1'],
    ['a key that may not', {}, [{ path: /branches$/, status: 403 }], 'The key may not list the branches'],
    [
      'a fault while something is made',
      {},
      [{ method: 'POST', path: /branches$/, status: 500 }],
      'Run the script again: it goes on where it stopped.',
    ],
    ['a conflict', {}, [{ method: 'POST', path: /branches$/, status: 409 }], 'Neon answered 409'],
    ['no JSON', {}, [{ path: /branches$/, status: 200, body: '<html>' }], 'in a form that this script'],
    ['another form', {}, [{ path: /branches$/, status: 200, body: '{"branches":[{}]}' }], 'in a form that this script'],
    ['a lock without end', {}, [{ path: /branches$/, status: 423, times: 1_000 }], 'is still busy'],
    [
      'an address that is none',
      {},
      [{ path: /connection_uri/, status: 200, body: '{"uri":"postgres://a\\nX=1"}' }],
      'in a form that this script',
    ],
    [
      'an operation that failed',
      {},
      [
        {
          method: 'POST',
          path: /roles$/,
          status: 201,
          body: '{"operations":[{"id":"o","action":"apply_config","status":"failed"}]}',
        },
      ],
      'ended as failed',
    ],
  ])('is told in one line: %s', async (_what, options, faults, line) => {
    server.faults.push(...faults);
    const failure = await setUp(options).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(failure).toContain(line);
    expect(failure).not.toContain('\n');
    expect(failure).not.toMatch(/s3cret|napi_|wrong/);
  });

  it('is no reason to stop when the plan protects no branch', async () => {
    for (const branch of server.branches) branch.name = 'production';
    server.faults.push({ method: 'PATCH', path: /./, status: 422 });
    expect(await setUp()).toHaveLength(3);
    expect(warnings.join()).toContain('production is not protected');
  });

  it('is gone on from after a run that broke off', async () => {
    server.faults.push({ method: 'POST', path: /branches$/, status: 500 });
    await expect(setUp()).rejects.toThrow();
    expect(await setUp()).toHaveLength(3);
  });
});

describe('the files', () => {
  it.skipIf(process.platform === 'win32')('are for their owner only and keep what else stands in them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-neon-'));
    try {
      const address = { name: 'staging', pooled: 'postgresql://a', direct: 'postgresql://b' } as const;
      const path = writeEnvironment(folder, address);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      writeFileSync(path, 'LOG_LEVEL=debug\nDATABASE_URL=old\n# mine\n');
      writeEnvironment(folder, address);
      expect(readFileSync(path, 'utf8')).toBe(
        'LOG_LEVEL=debug\n# mine\nDATABASE_URL=postgresql://a\nDATABASE_DIRECT_URL=postgresql://b\n',
      );
      expect(statSync(path).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
