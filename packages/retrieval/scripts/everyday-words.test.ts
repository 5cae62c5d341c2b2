import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVERYDAY_WORD_FILE, everydayWordModule } from './everyday-words.ts';

describe('everydayWordModule', () => {
  it('makes the committed list', () => {
    expect(readFileSync(EVERYDAY_WORD_FILE, 'utf8')).toBe(everydayWordModule());
  });
});
