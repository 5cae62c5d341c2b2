import { describe, expect, it } from 'vitest';
import { kindOfStatus, readRetryAfter } from './provider-fault.ts';

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

describe('a status', () => {
  it.each([
    [302, 'broken'],
    [400, 'bad_request'],
    [402, 'rate_limited'],
    [408, 'unavailable'],
    [413, 'bad_request'],
    [422, 'bad_request'],
    [529, 'unavailable'],
  ])('%i is %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });
});
