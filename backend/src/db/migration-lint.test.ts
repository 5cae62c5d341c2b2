import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFrozenHashes } from './freeze-migrations.ts';
import { MIGRATIONS_FOLDER, readMigrations } from './migrate.ts';
import { lintMigration } from './migration-lint.ts';

describe('lintMigration', () => {
  it.each([
    ['select any_value(x) from t', 'PostgreSQL 16'],
    ['create table t (id uuid default uuidv7())', 'PostgreSQL 18'],
    ['create table t (a int, b int generated always as (a * 2))', 'PostgreSQL 18'],
    ['alter table t add embedding halfvec(384)', 'pgvector 0.7'],
    ['create index concurrently i on t (a)', 'transaction'],
    ['select pg_advisory_lock(1)', 'pg_advisory_xact_lock'],
  ])('refuses %j', (text, reason) => expect(lintMigration(text).join()).toContain(reason));

  it.each([
    "create table t (id uuid default gen_random_uuid(), note text default 'uuidv7()')",
    'create table t (id bigint generated always as identity)',
    "create table t (a int, b text generated always as (lower((a + 1)::text || 'x')) stored)",
    '-- uses uuidv7() one day\nselect random()',
    'create unique index u on t (a) nulls not distinct',
  ])('lets %j pass', (text) => expect(lintMigration(text)).toEqual([]));
});

describe('the migrations', () => {
  const migrations = readMigrations();

  it.each(migrations.map(({ name }) => name))('%s runs on PostgreSQL 15 and pgvector 0.6', (name) => {
    expect(lintMigration(readFileSync(join(MIGRATIONS_FOLDER, `${name}.sql`), 'utf8'))).toEqual([]);
  });

  it('begin with the extension', () => expect(migrations[0]?.name).toBe('0000_extensions'));

  it('are not edited once they are final: add a new one instead', () => {
    const frozen = readFrozenHashes();
    const names = Object.keys(frozen);
    const first = migrations.slice(0, names.length);
    expect(Object.fromEntries(first.map(({ name, hash }) => [name, hash]))).toEqual(frozen);
  });
});
