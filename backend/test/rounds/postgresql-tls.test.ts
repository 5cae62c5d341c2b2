/** TLS to a PostgreSQL server, and one without pgvector: that of Debian, since the wheel of the other tests has no TLS. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { makeCertificate } from '../../src/providers/email/certificate.fixture.ts';
import { makeCluster, type PostgresCluster } from '../services/postgres-service.ts';
import { type RunningProgram, stopProgram } from '../services/service-process.ts';
import { connectionLine, openServer } from './connection-line.ts';

const PROCESSES_MS = 120_000;
const DEBIAN_PROGRAMS = '/usr/lib/postgresql/15/bin';

const missing =
  process.env['LECTERN_TEST_DATABASE_URL'] === undefined
    ? 'in the run with services only'
    : existsSync(DEBIAN_PROGRAMS)
      ? undefined
      : 'no postgresql-15 of Debian here';

describe.skipIf(missing !== undefined)(`a server with TLS${missing === undefined ? '' : ` (${missing})`}`, () => {
  let cluster: PostgresCluster;
  let program: RunningProgram;
  let ca: string;

  beforeAll(async () => {
    cluster = await makeCluster({ programs: DEBIAN_PROGRAMS });
    const { key, cert } = makeCertificate('db.example');
    ca = join(cluster.folder, 'server.crt');
    for (const [name, text] of Object.entries({ 'server.crt': cert, 'server.key': key })) {
      writeFileSync(join(cluster.folder, name), text, { mode: 0o600 });
      cluster.own(join(cluster.folder, name));
    }
    const rules = join(cluster.folder, 'data', 'pg_hba.conf');
    writeFileSync(rules, `hostnossl all secure 127.0.0.1/32 reject\n${readFileSync(rules, 'utf8')}`);
    program = await cluster.start();
    const owner = await openServer(cluster.url);
    await owner.sql.unsafe('create role secure login');
    await owner.close();
  }, PROCESSES_MS);
  afterAll(async () => {
    await stopProgram(program, 'SIGINT');
    cluster.remove();
  }, PROCESSES_MS);

  const urlOf = (mode: string, host = '127.0.0.1') =>
    `postgresql://secure@${host}:${cluster.port}/postgres${mode === '' ? '' : `?sslmode=${mode}`}`;

  it('that is switched off is refused where it is asked for', async () => {
    expect(await connectionLine(cluster.url)).toBe('plain');
    expect(await connectionLine(`${cluster.url}?sslmode=prefer`)).toBe('plain');
    expect(await connectionLine(`${cluster.url}?sslmode=require`)).toMatch(
      /has no TLS, and sslmode=require asks for it.*ssl = on/,
    );
  });

  it('and without pgvector says what has to be installed', async () => {
    const database = await openServer(cluster.url);
    await expect(migrateDatabase(database)).rejects.toThrow(/has no extension "vector" \(pgvector\)\. Install/);
    await database.close();
  });

  it(
    'is reached with as much of it as is asked for',
    async () => {
      await stopProgram(program, 'SIGINT');
      const setting = (name: string, file: string) => `${name}=${join(cluster.folder, file)}`;
      program = await cluster.start([
        'ssl=on',
        setting('ssl_cert_file', 'server.crt'),
        setting('ssl_key_file', 'server.key'),
      ]);
      expect(await connectionLine(urlOf('require'))).toBe('encrypted');
      expect(await connectionLine(urlOf('verify-full'))).toMatch(
        /signed by nobody that is known here.*DATABASE_CA_FILE/,
      );
      expect(await connectionLine(urlOf('verify-full'), ca)).toBe('encrypted');
      expect(await connectionLine(urlOf('', '127.0.0.1'), ca)).toBe('encrypted');
      expect(await connectionLine(urlOf('verify-full', 'localhost'), ca)).toMatch(/is not for localhost/);
      expect(await connectionLine(urlOf('verify-ca', 'localhost'), ca)).toBe('encrypted');
      expect(await connectionLine(`${urlOf('verify-full')}&sslrootcert=${encodeURIComponent(ca)}`)).toBe('encrypted');
      expect(await connectionLine(urlOf('disable'))).toMatch(/takes encrypted connections only.*sslmode/);
    },
    PROCESSES_MS,
  );
});
