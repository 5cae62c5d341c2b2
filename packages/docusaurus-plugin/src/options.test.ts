import { describe, expect, it } from 'vitest';
import { resolveOptions } from './options.ts';

describe('resolveOptions', () => {
  it('fills in the defaults', () => {
    expect(resolveOptions(undefined)).toMatchObject({
      id: 'default',
      api: { origin: '', basePath: '/api/v1' },
      features: { chat: true, search: true, selection: true, quiz: true, learning: true, accounts: true },
      marks: 'check',
    });
  });

  it('writes all that language models read, unless parts are switched off', () => {
    expect(resolveOptions(undefined).llms).toEqual({ pages: true, index: true, full: true });
    expect(resolveOptions({ llms: { full: false } }).llms).toEqual({ pages: true, index: true, full: false });
    expect(() => resolveOptions({ llms: { page: true } })).toThrow(/llms/);
  });

  it('takes what the book may be answered with and from', () => {
    const book = { allowedModels: ['gpt-4o-mini'], sources: ['default/**', '!**/draft-*'] };
    expect(resolveOptions({ book }).book).toMatchObject(book);
    expect(() => resolveOptions({ book: { sources: [''] } })).toThrow(/book\.sources\.0/);
  });

  it('lists every fault with its path', () => {
    const faulty = { api: { origin: 'api.example', basePath: 'api/' }, chat: true, elementAttributes: ['x'] };
    expect(() => resolveOptions(faulty)).toThrow(/not valid[\s\S]*api\.origin[\s\S]*api\.basePath/);
    expect(() => resolveOptions(faulty)).toThrow(/elementAttributes\.0: must be `Component\.attribute`/);
    expect(() => resolveOptions(faulty)).toThrow(/"chat"/);
  });
});
