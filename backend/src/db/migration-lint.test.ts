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
    ['drop table note', 'loses what is stored'],
    ['alter table "note" drop column "text"', 'loses what is stored'],
    ['ALTER TABLE "note" ALTER COLUMN "text" SET DATA TYPE varchar(10);', 'rewrites the table'],
    ['alter table note alter column text set not null', 'fails where something is null'],
    ['ALTER TABLE "note" ADD COLUMN "kind" text NOT NULL;', 'give a default'],
    ['alter table note rename column text to body', 'the version before'],
    ['-- destructive, acknowledged 2026-13-45: no such day\ndrop table note', 'loses what is stored'],
  ])('refuses %j', (text, reason) => expect(lintMigration(text).join()).toContain(reason));

  it.each([
    "create table t (id uuid default gen_random_uuid(), note text default 'uuidv7()')",
    'create table t (id bigint generated always as identity)',
    "create table t (a int, b text generated always as (lower((a + 1)::text || 'x')) stored)",
    '-- uses uuidv7() one day\nselect random()',
    'create unique index u on t (a) nulls not distinct',
    "ALTER TABLE note ADD COLUMN kind text DEFAULT 'own' NOT NULL",
    'ALTER TABLE "a" ADD CONSTRAINT "a_b" FOREIGN KEY ("b") REFERENCES "b"("id") ON DELETE cascade',
    '-- destructive, acknowledged 2026-11-22: nobody reads it since 0.3\nalter table note drop column old',
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
