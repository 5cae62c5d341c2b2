import { describe, expect, it } from 'vitest';
import { isCopyFromStdin } from './copy-statement.ts';

describe('isCopyFromStdin', () => {
  it.each([
    'copy t from stdin',
    'COPY t (a, b) FROM STDIN WITH (FORMAT csv)',
    'select 1; copy t from stdin',
    '/* load */ copy "t" -- the table\n from stdin',
    "select 'it''s'; copy t from STDIN",
  ])('finds %j', (text) => expect(isCopyFromStdin(text)).toBe(true));

  it.each([
    "select 'copy t from stdin'",
    "insert into note values (E'\\'; copy t from stdin')",
    'select $body$; copy t from stdin; $body$',
    'select 1 -- copy t from stdin',
    'copy t to stdout',
    'select stdin from copy',
    '',
  ])('lets %j pass', (text) => expect(isCopyFromStdin(text)).toBe(false));
});
