import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeBlock, escapeMarkdown, headingLine } from './chat-markdown.ts';

const withoutEscapes = (text: string): string => text.replace(/\\([\\`*_[\]<>#&])/g, '$1');

describe('escapeMarkdown', () => {
  it.each([
    ['best_effort and a*b stay', 'best_effort and a*b stay'],
    ['*args and **kwargs', '\\*args and \\*\\*kwargs'],
    ['see [1] and `code`', 'see \\[1\\] and \\`code\\`'],
    ['> no quote', '\\> no quote'],
    ['# no heading', '\\# no heading'],
    ['\\omega', '\\\\omega'],
  ])('of %j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  it('loses nothing, and leaves no marker, code or emphasis', () => {
    const text = fc.string({ unit: fc.constantFrom('*', '_', '`', '[', ']', '\\', '1', 'a', ' ', '>', '#', 'ک') });
    fc.assert(
      fc.property(text, (value) => {
        const escaped = escapeMarkdown(value);
        expect(withoutEscapes(escaped)).toBe(value);
        expect(escaped).not.toMatch(/(?<!\\)(?:\\\\)*[`[]/);
      }),
      { seed: 11 },
    );
  });
});

describe('codeBlock', () => {
  it('is fenced by more backticks than the code has', () => {
    expect(codeBlock({ lang: 'md', text: '````\ninner\n````' })).toBe('`````md\n````\ninner\n````\n`````\n\n');
  });

  it('lets no info string break out', () => {
    expect(codeBlock({ lang: 'py`\n# x', text: 'a' })).toMatch(/^```py#x\na\n```\n\n$/);
  });
});

describe('headingLine', () => {
  it('is one bold line', () => {
    expect(headingLine(['A *b*', 'C'])).toBe('**A \\*b\\* › C**\n\n');
  });
});
