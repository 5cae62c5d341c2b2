import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExtractedSegment, extractSegments } from './extract-segments.ts';
import { SegmentParseError } from './segment-parse-error.ts';
import { normalizePlain } from './segment-text.ts';

/** A fixed seed: a test that fails must fail again. */
const RUNS = { seed: 20_261_121, numRuns: 40 };
const OPTIONS = { path: 'x.mdx', format: 'mdx' } as const;

function extract(source: string): ExtractedSegment[] {
  return extractSegments(source, OPTIONS).segments;
}

const word = fc.constantFrom(
  'robot',
  'sensor',
  '`/scan`',
  '**torque**',
  '[link](./a.mdx)',
  '$m^2$',
  'δοκιμή',
  'ہے',
  '&amp;',
  '3.14',
  '*a*',
);
const prose = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => `Words ${words.join(' ')}.`);
const block = fc.oneof(
  prose,
  prose.map((text) => `- ${text}`),
  prose.map((text) => `> ${text}`),
  prose.map((text) => `:::note\n\n${text}\n\n:::`),
  prose.map((text) => `| Head |\n| --- |\n| ${text} |`),
  prose.map((text) => `<Box>\n\n${text}\n\n</Box>`),
  fc.constantFrom('```py\ncode\n```', '$$\nx\n$$', '---', '![alt](x.png)'),
);
const blocks = fc.array(block, { minLength: 1, maxLength: 10 });

/** How often each hash occurs. */
function counts(segments: readonly ExtractedSegment[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const { hash } of segments) result.set(hash, (result.get(hash) ?? 0) + 1);
  return result;
}

describe('segments of any page', () => {
  it('have ids of their own, made of their hash', () => {
    fc.assert(
      fc.property(blocks, (parts) => {
        const segments = extract(parts.join('\n\n'));
        expect(new Set(segments.map(({ id }) => id)).size).toBe(segments.length);
        for (const { id, hash } of segments) expect(id.slice(0, 8)).toBe(hash.slice(0, 8));
      }),
      RUNS,
    );
  });

  it('give their plain text when the readings are put in', () => {
    fc.assert(
      fc.property(blocks, (parts) => {
        for (const { text, plain, placeholders } of extract(parts.join('\n\n'))) {
          const filled = text
            .replace(/<(x\d+)\/>/g, (_tag, id: string) => placeholders.find((item) => item.id === id)?.reading ?? '?')
            .replace(/<\/?g\d+>/g, '')
            .replaceAll('&lt;', '<')
            .replaceAll('&gt;', '>')
            .replaceAll('&amp;', '&');
          expect(normalizePlain(filled)).toBe(plain);
        }
      }),
      RUNS,
    );
  });

  it('have each placeholder once, pairs well nested', () => {
    fc.assert(
      fc.property(blocks, (parts) => {
        for (const { text, placeholders } of extract(parts.join('\n\n'))) {
          const open: string[] = [];
          const seen: string[] = [];
          for (const [, close, id = '', atom] of text.matchAll(/<(\/?)([xg]\d+)(\/?)>/g)) {
            if (close) expect(open.pop()).toBe(id);
            else {
              seen.push(id);
              if (!atom) open.push(id);
            }
          }
          expect(open).toEqual([]);
          expect(seen).toEqual(placeholders.map(({ id }) => id));
        }
      }),
      RUNS,
    );
  });

  it('change by one when one paragraph is edited, and the others keep their ids', () => {
    fc.assert(
      fc.property(blocks, fc.nat(), (parts, seed) => {
        const marked = parts.map((part, index) => `${part}\n\nParagraph number ${index}.`);
        const at = seed % marked.length;
        const edited = marked.map((part, index) =>
          index === at ? part.replace(`number ${at}.`, `number ${at}, edited.`) : part,
        );
        const before = extract(marked.join('\n\n'));
        const after = extract(edited.join('\n\n'));
        const lost = [...counts(before)].filter(([hash, count]) => counts(after).get(hash) !== count);
        const won = [...counts(after)].filter(([hash, count]) => counts(before).get(hash) !== count);
        expect([lost.length, won.length]).toEqual([1, 1]);
        expect(after.filter(({ hash }) => hash !== won[0]?.[0]).map(({ id }) => id)).toEqual(
          before.filter(({ hash }) => hash !== lost[0]?.[0]).map(({ id }) => id),
        );
      }),
      RUNS,
    );
  });

  it('are the same with other line ends and a byte order mark', () => {
    fc.assert(
      fc.property(blocks, (parts) => {
        const source = parts.join('\n\n');
        const ids = extract(source).map(({ id }) => id);
        expect(extract(source.replaceAll('\n', '\r\n')).map(({ id }) => id)).toEqual(ids);
        expect(extract(`\uFEFF${source}`).map(({ id }) => id)).toEqual(ids);
      }),
      RUNS,
    );
  });

  it('stand in the order of their places', () => {
    fc.assert(
      fc.property(blocks, (parts) => {
        const starts = extract(parts.join('\n\n')).flatMap(({ range }) => range?.start ?? []);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
      }),
      RUNS,
    );
  });
});

describe('anything at all', () => {
  const scrap = fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '<',
      '>',
      '`',
      '```',
      ':::',
      '$',
      '$$',
      '[',
      '](',
      '![',
      '**',
      '| a |',
      '---',
      '#',
      '\n',
      '\n\n',
      '<!--',
      '-->',
      '{/*',
      '*/}',
      '<A',
      '/>',
      'import ',
      ':x[',
      '[^1]',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );

  it.each(['md', 'mdx'] as const)('gives segments or one clear error (%s)', (format) => {
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 30 }), (scraps) => {
        try {
          extractSegments(scraps.join(''), { path: 'x', format });
        } catch (error) {
          expect(error).toBeInstanceOf(SegmentParseError);
        }
      }),
      { ...RUNS, numRuns: 150 },
    );
  });
});
