import { describe, expect, it } from 'vitest';
import { readConnectionError, readRetryAfter } from './provider-fault.ts';

describe('Retry-After', () => {
  const now = Date.parse('Sat, 21 Nov 2026 12:00:00 GMT');
  it.each([
    ['2', 2000],
    ['0', 0],
    ['Sat, 21 Nov 2026 12:00:05 GMT', 5000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-3', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %j milliseconds', (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms);
  });
});

describe('a connection that failed', () => {
  const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) });
  it.each([
    ['ECONNREFUSED', false],
    ['UND_ERR_CONNECT_TIMEOUT', false],
    ['CERT_HAS_EXPIRED', false],
    ['ECONNRESET', true],
  ])('of %s may have carried the request: %s', (code, mayHaveArrived) => {
    expect(readConnectionError(failed(code))).toEqual({ code, mayHaveArrived });
  });

  it('without a code may have', () => {
    expect(readConnectionError('broken')).toEqual({ code: 'no connection', mayHaveArrived: true });
  });
});
