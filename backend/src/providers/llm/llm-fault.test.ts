import { describe, expect, it } from 'vitest';
import { kindOfStatus } from './llm-fault.ts';

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
