import { describe, expect, it } from 'vitest';
import { applyTranslations } from './apply-translations.ts';
import { extractSegments } from './extract-segments.ts';
import { OPTIONS, splice, spliced } from './splice.fixture.ts';

describe('ids of headings', () => {
  it.each<[string, string, Record<string, string>, string]>([
    [
      'are written out',
      '## One\n\n### `code` two',
      { One: 'ایک', '<x1/> two': '<x1/> دو' },
      '## ایک {/* #one */}\n\n### `code` دو {/* #code-two */}',
    ],
    [
      'stay where the source names them',
      '## One {/* #a */}\n\n## Two {#b}',
      { One: 'ایک', Two: 'دو' },
      '## ایک {/* #a */}\n\n## دو {#b}',
    ],
    ['are not written in a title', '# One', { One: 'ایک' }, '# ایک'],
    [
      'are written below a line too, in lists and quotes',
      'One\n---\n\n- ### Two\n\n> ## Three',
      { One: 'A', Two: 'B', Three: 'C' },
      'A {/* #one */}\n---\n\n- ### B {/* #two */}\n\n> ## C {/* #three */}',
    ],
    ['stand before closing hashes', '## One ##', { One: 'A' }, '## A {/* #one */} ##'],
    [
      'of repeats stay, also where only the first is translated',
      '## One\n\nx\n\n## One',
      { x: 'X' },
      '## One\n\nX\n\n## One',
    ],
    ['of headings whose image has a new alt text', '## a ![b](c)', { b: 'B' }, '## a ![B](c) {/* #a-b */}'],
  ])('%s', (_name, source, texts, expected) => {
    expect(spliced(source, texts)).toBe(expected);
  });

  it('are written for a heading that counted on another one', () => {
    const source = '## One\n\n## One';
    const extraction = extractSegments(source, OPTIONS);
    const [first] = extraction.segments;
    const { text } = applyTranslations(source, extraction, new Map([[first?.id ?? '', 'ایک']]));
    expect(text).toBe('## ایک {/* #one */}\n\n## One {/* #one-1 */}');
  });

  it('can be written for older sites', () => {
    expect(splice('## One', { One: 'ایک' }, { headingIds: 'classic' }).text).toBe('## ایک {#one}');
  });

  it('a title that would name an anchor stays', () => {
    const { report } = splice('# One\n\nx', { One: 'A {#evil}' });
    expect(report.fellBack.map(({ code }) => code)).toEqual(['text']);
  });
});
