import { describe, expect, it } from 'vitest';
import { StorageFullError } from './database-errors.ts';
import { isWritingStatement, LOG_SEGMENT_BYTES, refuseWritesWithoutSpace } from './free-space.ts';

describe('a statement that writes', () => {
  it.each([
    'insert into "item" values ($1)',
    'with next as (select id from job for update) UPDATE job set state = $1',
    'begin; delete  from item; commit',
    'create table item (id int)',
    'merge into item using other on true when matched then do nothing',
  ])('is seen: %s', (text) => expect(isWritingStatement(text)).toBe(true));

  it.each([
    'select "updated_at", "created_on" from "item"',
    'select 1',
    'begin',
    'commit',
    'rollback',
    'listen index_version',
    'select pg_advisory_xact_lock($1)',
  ])('is told from one that reads: %s', (text) => expect(isWritingStatement(text)).toBe(false));
});

describe('a disk that fills up', () => {
  const WRITE = 'insert into item values (1)';

  it('refuses to write below three segments of the log, goes on reading, and lets write again', () => {
    let free = 3 * LOG_SEGMENT_BYTES;
    let time = 0;
    const check = refuseWritesWithoutSpace({ directory: '/data', measure: () => free, now: () => time });
    check(WRITE);
    free -= 1;
    time += 1_000;
    expect(() => check(WRITE)).toThrow(StorageFullError);
    expect(() => check(WRITE)).toThrow(/^The disk of \/data has 47 MB free; .+48 MB.+$/);
    check('select 1');
    free += 1;
    time += 1_000;
    check(WRITE);
  });

  it('asks the system once a second', () => {
    let time = 0;
    let looks = 0;
    const measure = (): number => {
      looks += 1;
      return 0;
    };
    const check = refuseWritesWithoutSpace({ directory: '/data', measure, now: () => time });
    for (time of [0, 1, 999, 1_000, 1_500]) check('select 1');
    expect(looks).toBe(2);
  });

  it('lets write where the system does not tell', () => {
    const measure = (): number => {
      throw new Error('not on this system');
    };
    refuseWritesWithoutSpace({ directory: '/data', measure })(WRITE);
  });
});
