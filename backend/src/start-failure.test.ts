import { describe, expect, it } from 'vitest';
import { loadSettings } from './config/settings.ts';
import { SettingsError } from './config/settings-error.ts';
import { explainStartFailure } from './start-failure.ts';

const settings = loadSettings({ DATABASE_URL: 'postgresql://me:hunter2@db.example:5432/book', DATA_DIR: '/srv/data' });
const failure = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more });

describe('a start that failed', () => {
  it.each([
    [failure('EADDRINUSE'), /Another program listens on port 8000.*set PORT/],
    [failure('EACCES', { syscall: 'listen' }), /may not listen on port 8000/],
    [failure('EACCES', { path: '/srv/data/secret' }), /^\/srv\/data cannot be written.*DATA_DIR/],
    [failure('EROFS', { path: '/srv/data/logs' }), /^\/srv\/data cannot be written/],
    [failure('ENOSPC', { path: '/srv/data/x' }), /no space left in \/srv\/data/],
    [failure('28P01'), /The database book at db\.example:5432 cannot be used: it refuses the password/],
    [failure('3D000'), /it has no such database/],
    [failure('ECONNREFUSED'), /does not answer \(ECONNREFUSED\)\. Check DATABASE_URL/],
    [new Error('query failed', { cause: failure('CONNECT_TIMEOUT') }), /does not answer/],
    [new SettingsError([{ name: 'PORT', message: 'must be a number' }]), /PORT must be a number/],
  ])('%s is told in one line with its mend', (error, line) => {
    const text = explainStartFailure(error, settings) ?? '';
    expect(text).toMatch(line);
    expect(text).not.toContain('hunter2');
  });

  it('of an unknown kind shows its stack instead', () => {
    expect(explainStartFailure(new TypeError('a bug'), settings)).toBeUndefined();
    expect(explainStartFailure(failure('EADDRINUSE'), null)).toBeUndefined();
  });
});
