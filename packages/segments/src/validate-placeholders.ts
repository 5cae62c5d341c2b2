/** Whether a translation carries the same placeholders and no markup of its own. */
import { type TextToken, textOutsidePlaceholders, tokenizeText } from './segment-text.ts';
import type { Finding, TranslationCheck } from './translation-check.ts';

function placeholderIds(tokens: readonly TextToken[]): string[] {
  return tokens.flatMap((token) => (token.type === 'atom' || token.type === 'open' ? [token.id] : []));
}

/** How often each value occurs. */
export function countEach(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function tagOf(id: string): string {
  return id.startsWith('x') ? `<${id}/>` : `<${id}>…</${id}>`;
}

/** Every placeholder of the source once, and no other. */
export function checkPlaceholders({ source, translated }: TranslationCheck): Finding[] {
  const wanted = placeholderIds(tokenizeText(source));
  const counts = countEach(placeholderIds(tokenizeText(translated)));
  const missing = wanted.filter((id) => !counts.has(id)).map(tagOf);
  const foreign = Array.from(counts.keys()).filter((id) => !wanted.includes(id));
  const doubled = wanted.filter((id) => (counts.get(id) ?? 0) > 1).map(tagOf);
  const problems = [
    missing.length > 0 ? `misses ${missing.join(', ')}` : '',
    doubled.length > 0 ? `has ${doubled.join(', ')} more than once` : '',
    foreign.length > 0 ? `has ${foreign.map(tagOf).join(', ')}, which the source has not` : '',
  ].filter((problem) => problem !== '');
  if (problems.length === 0) return [];
  return [
    {
      code: 'placeholders',
      severity: 'unsafe',
      message: `The translation ${problems.join('; it ')}. Keep each placeholder of the source exactly once.`,
    },
  ];
}

/** Each pair closed, in the order in which the pairs were opened. */
export function checkNesting({ translated }: TranslationCheck): Finding[] {
  const open: string[] = [];
  for (const token of tokenizeText(translated)) {
    if (token.type === 'open') open.push(token.id);
    else if (token.type === 'close' && open.pop() !== token.id) return [nestingFinding(token.id)];
  }
  const [left] = open;
  return left === undefined ? [] : [nestingFinding(left)];
}

function nestingFinding(id: string): Finding {
  return {
    code: 'nesting',
    severity: 'unsafe',
    message: `The pair <${id}>…</${id}> is not closed or crosses another one. Close every pair inside the one around it.`,
  };
}

const RAW_TAG = /<[^<>]*>?|>/;
const RAW_ENTITY = /&(?!amp;|lt;|gt;)/;
const PLACEHOLDERS = /<x\d+\/>|<\/?g\d+>/g;
/** What reads as HTML or as a placeholder after unescaping. */
const TAG_IN_TEXT = /<\/?[a-z][^<>]*>|<!--|&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/gi;
/** Markdown that an engine puts into what is plain text; emoji names and heading ids count, Docusaurus reads them in any text. */
const MARKDOWN_IN_TEXT = /\*\*|__|~~|`|!?\[[^\]]*\]\([^)]*\)|\$\$|\\\(|\\\[|\{#[^{}]*\}|:(?:[+-]1|[a-z]\w{2,}):(?!:)/g;

function firstNew(pattern: RegExp, source: string, translated: string): string | undefined {
  const known = countEach(source.match(pattern) ?? []);
  for (const [text, count] of countEach(translated.match(pattern) ?? [])) {
    if (count > (known.get(text) ?? 0)) return text;
  }
  return undefined;
}

/** No tag, entity or Markdown beside the placeholders, raw or escaped, that the source has not. */
export function checkMarkup({ source, translated }: TranslationCheck): Finding[] {
  const rest = translated.replace(PLACEHOLDERS, '');
  const raw = RAW_TAG.exec(rest) ?? RAW_ENTITY.exec(rest);
  if (raw !== null) {
    const shown = raw[0].slice(0, 40);
    return [
      {
        code: 'markup',
        severity: 'unsafe',
        message: `The translation has "${shown}" as markup. Write &lt; &gt; &amp; for these characters, and no tags of your own.`,
      },
    ];
  }
  const before = textOutsidePlaceholders(source);
  const after = textOutsidePlaceholders(translated);
  const added = firstNew(TAG_IN_TEXT, before, after) ?? firstNew(MARKDOWN_IN_TEXT, before, after);
  if (added === undefined) return [];
  return [
    {
      code: 'markup',
      severity: 'doubtful',
      message: `The translation has the markup "${added.slice(0, 40)}", which the source has not. Give plain text with the placeholders only.`,
    },
  ];
}
