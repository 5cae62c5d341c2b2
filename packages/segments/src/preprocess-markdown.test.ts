import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADMONITION_KEYWORDS, preprocessMarkdown } from './preprocess-markdown.ts';

interface DocusaurusPreprocessors {
  unwrapMdxCodeBlocks(content: string): string;
  escapeMarkdownHeadingIds(content: string): string;
  admonitionTitleToDirectiveLabel(content: string, keywords: readonly string[]): string;
}
const docusaurus: DocusaurusPreprocessors = createRequire(import.meta.url)('@docusaurus/utils');

const ALL = { headingIds: true, admonitionKeywords: ADMONITION_KEYWORDS };
const NONE = { headingIds: false, admonitionKeywords: [] };

function asDocusaurus(source: string): string {
  const unwrapped = docusaurus.unwrapMdxCodeBlocks(source);
  const escaped = docusaurus.escapeMarkdownHeadingIds(unwrapped);
  return docusaurus.admonitionTitleToDirectiveLabel(escaped, ADMONITION_KEYWORDS);
}

/** Lines in which each of the rewrites may or may not apply. */
const line = fc.oneof(
  fc.constantFrom(
    '## Title {#id}',
    '# A \\{#b}',
    '####### {#no}',
    ' ## {#indented}',
    'a {#b}',
    '```mdx-code-block',
    '  ````mdx-code-block',
    '```',
    '  ````',
    ':::note Title',
    '::::tip   Two words  ',
    '> :::danger Quoted',
    '\t:::info tab',
    ':::note',
    ':::noteTitle x',
    ':::unknown Title',
    ':::note[Label]',
    '<div>',
    '',
  ),
  fc.string({ maxLength: 12 }),
);
const source = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, end]) => lines.join(end));

describe('preprocessMarkdown', () => {
  it('rewrites as Docusaurus does', () => {
    fc.assert(
      fc.property(source, (text) => {
        expect(preprocessMarkdown(text, ALL).text).toBe(asDocusaurus(text));
      }),
      { seed: 20_261_121, numRuns: 500 },
    );
  });

  it('leads every character that it kept back to its place in the file', () => {
    fc.assert(
      fc.property(source, (text) => {
        const mapped = preprocessMarkdown(text, ALL);
        const added = new Set(['\\', '[', ']']);
        for (let offset = 0; offset < mapped.text.length; offset += 1) {
          const character = mapped.text.charAt(offset);
          if (!added.has(character)) expect(text.charAt(mapped.sourceOffset(offset))).toBe(character);
        }
        expect(mapped.sourceOffset(mapped.text.length)).toBe(text.length);
      }),
      { seed: 20_261_121 },
    );
  });

  it('changes nothing where the site has switched the rewrites off, but drops a byte order mark', () => {
    const text = '## Title {/* #id */}\n\n:::note Title\n';
    expect(preprocessMarkdown(text, NONE).text).toBe(text);
    const marked = preprocessMarkdown(`\uFEFF${text}`, NONE);
    expect(marked.text).toBe(text);
    expect(marked.sourceOffset(3)).toBe(4);
  });
});
