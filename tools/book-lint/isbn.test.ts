import { describe, expect, it } from 'vitest';
import { isIsbn } from './isbn.ts';

describe('isIsbn', () => {
  it.each(['0521540518', '978-0-521-54051-3', '0-8044-2957-X'])('takes %s', (isbn) => expect(isIsbn(isbn)).toBe(true));
  it.each(['0521540519', '9780521540514', '12345', ''])('refuses “%s”', (isbn) => expect(isIsbn(isbn)).toBe(false));
});
