/**
 * What Docusaurus does to a file's text before it parses it, with the way back to the file's offsets.
 * @see https://docusaurus.io/docs/api/docusaurus-config#markdown (`mdx1Compat`); behaviour of @docusaurus/mdx-loader 3.10.2
 */
import { MappedText, type TextEdit } from './mapped-text.ts';

/** Docusaurus' own admonition keywords. */
export const ADMONITION_KEYWORDS: readonly string[] = [
  'secondary',
  'info',
  'success',
  'danger',
  'note',
  'tip',
  'warning',
  'important',
  'caution',
];

/** Which of the compatibility rewrites a site has switched on; `markdown.mdx1Compat` and the docs plugin's `admonitions`. */
export interface PreprocessOptions {
  /** `## Title {#id}` compiles. */
  headingIds: boolean;
  /** `:::note Title` is `:::note[Title]` for these keywords; empty: switched off. */
  admonitionKeywords: readonly string[];
}

/** Fences of three or four backticks around content that is MDX all the same (a convention for translation services). */
const MDX_CODE_BLOCKS = [3, 4].map(
  (ticks) =>
    new RegExp(
      `(?:^|\\r?\\n)(?<open> *\`{${ticks}} *mdx-code-block\\r?\\n)(?<content>.*?)(?<close>\\r?\\n *\`{${ticks}})(?<after>\\r?\\n|$)`,
      'gs',
    ),
);

/** Takes the fence of `mdx-code-block` away and keeps what is inside. */
function unwrapMdxCodeBlocks(mapped: MappedText): MappedText {
  let result = mapped;
  for (const pattern of MDX_CODE_BLOCKS) {
    const edits: TextEdit[] = [];
    for (const match of result.text.matchAll(pattern)) {
      const { open = '', content = '', close = '', after = '' } = match.groups ?? {};
      const end = match.index + match[0].length - after.length;
      const contentStart = end - close.length - content.length;
      const contentEnd = end - close.length;
      edits.push({ start: contentStart - open.length, end, pieces: [{ start: contentStart, end: contentEnd }] });
    }
    result = result.apply(edits);
  }
  return result;
}

/** Escapes the brace of `{#id}` in lines that begin with `#`, which MDX would read as an expression. */
function escapeHeadingIds(mapped: MappedText): MappedText {
  const edits: TextEdit[] = [];
  for (const match of mapped.text.matchAll(/(?:^|\n)#{1,6}(?!#).*/g)) {
    const at = match[0].indexOf('{#');
    if (at < 0 || match[0].charAt(at - 1) === '\\') continue;
    const start = match.index + at;
    edits.push({ start, end: start, pieces: ['\\'] });
  }
  return mapped.apply(edits);
}

/** `:::note Title` → `:::note[Title]`. */
function labelAdmonitionTitles(mapped: MappedText, keywords: readonly string[]): MappedText {
  const names = keywords.map((keyword) => keyword.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const pattern = new RegExp(`^(?:> ?)*(?: +|\\t+)?:{3,}(?:${names})(?<gap> +)(?<title>.*)$`, 'gm');
  const edits: TextEdit[] = [];
  for (const match of mapped.text.matchAll(pattern)) {
    const { gap = '', title = '' } = match.groups ?? {};
    const end = match.index + match[0].length;
    const titleStart = end - title.length;
    edits.push({ start: titleStart - gap.length, end, pieces: ['[', { start: titleStart, end }, ']'] });
  }
  return mapped.apply(edits);
}

/** Rewrites a source as Docusaurus does before parsing, without its byte order mark. */
export function preprocessMarkdown(source: string, options: PreprocessOptions): MappedText {
  let mapped = unwrapMdxCodeBlocks(MappedText.of(source));
  if (options.headingIds) mapped = escapeHeadingIds(mapped);
  if (options.admonitionKeywords.length > 0) mapped = labelAdmonitionTitles(mapped, options.admonitionKeywords);
  return mapped;
}
