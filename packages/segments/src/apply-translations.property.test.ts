import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyTranslations } from './apply-translations.ts';
import { type ExtractOptions, extractSegments } from './extract-segments.ts';
import { type PseudoMode, pseudoTranslate } from './pseudo-translate.ts';
import { SegmentParseError } from './segment-parse-error.ts';
import { joinTokens, type TextToken, tokenizeText } from './segment-text.ts';
import { verifyStructure } from './verify-structure.ts';

/**
 * A fixed seed: a test that fails must fail again. As a fuzzer: `SEGMENTS_FUZZ_RUNS=20 SEGMENTS_FUZZ_SEED=7 npx vitest run …`
 * runs twenty times as many pages of another seed.
 */
const FACTOR = Number(process.env['SEGMENTS_FUZZ_RUNS'] ?? 1);
const SEED = Number(process.env['SEGMENTS_FUZZ_SEED'] ?? 20_261_121);
const RUNS = { seed: SEED, numRuns: 20 * FACTOR };
const TIMEOUT_MS = 30_000 * FACTOR;

const word = fc.constantFrom(
  'robot',
  'sensor,',
  '`/scan`',
  '`a``b`'.slice(0, 3),
  '**torque**',
  '_rate_',
  '***both***',
  '**bold *and* more**',
  '~~gone~~',
  '[link](./a.mdx "title")',
  '[**b** `c`][ref]',
  '[ref]',
  '![alt](x.png)',
  '$m^2$',
  'https://e.com/a_b',
  'x@e.com',
  'δοκιμή',
  'ہے۔',
  '試験',
  '&amp;',
  '\\*',
  '3.14',
  'note:abc',
  'a[^1]',
  'line  \nbreak',
);
const jsxWord = fc.oneof(word, fc.constantFrom('<b>c</b>', '<B label="l" />', '{1 + 1}', '{" "}', '<kbd>K</kbd>'));
const proseOf = (words: fc.Arbitrary<string>) =>
  fc.array(words, { minLength: 1, maxLength: 7 }).map((parts) => `Words ${parts.join(' ')} end.`);

function blocksOf(words: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const prose = proseOf(words);
  const line = prose.map((text) => text.replace(/ {2}\n/g, ' '));
  const block = fc.oneof(
    prose,
    prose.map((text) => `- ${text.replaceAll('\n', '\n  ')}\n- b`),
    prose.map((text) => `> ${text.replaceAll('\n', '\n> ')}`),
    line.map((text) => `## ${text}`),
    line.map((text) => `:::note[${text.replaceAll(/[[\]]/g, '')}]\n\nText\n\n:::`),
    line.map((text) => `:::tip ${text}\n\nText\n\n:::`),
    line.map((text) => `| Head | b |\n| --- | :-: |\n| ${text} | c |`),
    fc.constantFrom('```py\ncode\n```', '$$\nx\n$$', '---', '1. a\n2. b\n\n   c', 'Setext\n---', '![alt](x.png)'),
  );
  return fc
    .array(block, { minLength: 1, maxLength: 8 })
    .map((parts) => `${parts.join('\n\n')}\n\n[^1]: note\n\n[ref]: /r\n`);
}

/** What engines and attackers send: any words, with placeholders kept, lost, moved or crossed. */
const hostile = fc.oneof(
  fc.constantFrom(
    '**',
    '*',
    '_',
    '`',
    '``',
    '~~',
    '$',
    '[',
    '](',
    '![',
    '<b>',
    '{',
    '}',
    '{/* x */}',
    ':::',
    ':a',
    '&lt;',
  ),
  fc.constantFrom(
    '|',
    '#',
    '- ',
    '1. ',
    '> ',
    '===',
    'import ',
    'export ',
    '\n',
    '\n\n',
    '\\',
    '&',
    '&#35;',
    '۔',
    '「',
    'で',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

function withText(tokens: readonly TextToken[], texts: readonly string[]): TextToken[] {
  return tokens.map((token, index) =>
    token.type === 'text'
      ? { type: 'text', value: `${token.value}${texts[index % Math.max(1, texts.length)] ?? ''}` }
      : token,
  );
}

/** Applies and holds the promise: the result verifies, and reads as asked for where it changed. */
function apply(source: string, options: ExtractOptions, translate: (text: string, index: number) => string) {
  const extraction = extractSegments(source, options);
  const translations = new Map(extraction.segments.map(({ id, text }, index) => [id, translate(text, index)]));
  const { text, report } = applyTranslations(source, extraction, translations);
  expect(verifyStructure(source, text, options)).toEqual({ ok: true, findings: [] });
  const ids = [...report.changed, ...report.kept, ...report.fellBack.map(({ id }) => id)];
  expect(ids.sort()).toEqual(extraction.segments.map(({ id }) => id).sort());
  return { text, report, extraction };
}

describe.each<ExtractOptions>([
  { path: 'x.mdx', format: 'mdx' },
  { path: 'x.md', format: 'md' },
])('any $format page', (options) => {
  const blocks = blocksOf(options.format === 'mdx' ? jsxWord : word);

  it(
    'comes back byte for byte, with any line ends, with and without a byte order mark',
    () => {
      fc.assert(
        fc.property(blocks, (source) => {
          for (const variant of [source, source.replaceAll('\n', '\r\n'), `\uFEFF${source}`]) {
            expect(applyTranslations(variant, extractSegments(variant, options), new Map()).text).toBe(variant);
          }
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  it.each<PseudoMode>(['upper', 'urdu', 'glued', 'hostile', 'zh', 'de'])(
    'stands %s texts, all of them',
    (mode) => {
      fc.assert(
        fc.property(blocks, fc.boolean(), (source, crlf) => {
          const variant = crlf ? `\uFEFF${source.replaceAll('\n', '\r\n')}` : source;
          const { report } = apply(variant, options, (text) => pseudoTranslate({ text }, mode));
          expect(report.fellBack).toEqual([]);
        }),
        { ...RUNS, numRuns: 10 * FACTOR },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'stays whole under any texts at all',
    () => {
      fc.assert(
        fc.property(blocks, fc.array(hostile, { minLength: 1, maxLength: 6 }), fc.boolean(), (source, texts, isRaw) => {
          apply(source, options, (text, index) =>
            isRaw
              ? (texts[index % texts.length] ?? '') + text.slice(index % 7)
              : joinTokens(withText(tokenizeText(text), texts)),
          );
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );
});

describe('anything that parses', () => {
  const scrap = fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '<',
      '`',
      '```',
      ':::',
      '$',
      '[',
      '](',
      '![',
      '**',
      '*',
      '_',
      '| a |',
      '|---|',
      '---',
      '#',
    ),
    fc.constantFrom(
      '\n',
      '\n\n',
      '<!--',
      '-->',
      '{/*',
      '*/}',
      '<A',
      '</A>',
      '/>',
      'import ',
      ':x[',
      '[^1]',
      '> ',
      '- ',
      'a b',
    ),
    fc.string({ maxLength: 6 }),
  );

  it.each(['md', 'mdx'] as const)(
    'is translated or left, never broken (%s)',
    (format) => {
      const options: ExtractOptions = { path: 'x', format };
      fc.assert(
        fc.property(
          fc.array(scrap, { maxLength: 24 }),
          fc.constantFrom<PseudoMode>('urdu', 'hostile'),
          (scraps, mode) => {
            try {
              apply(scraps.join(''), options, (text) => pseudoTranslate({ text }, mode));
            } catch (error) {
              expect(error).toBeInstanceOf(SegmentParseError);
            }
          },
        ),
        { ...RUNS, numRuns: 80 * FACTOR },
      );
    },
    TIMEOUT_MS,
  );
});
