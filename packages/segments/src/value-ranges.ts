/** Places of texts for which the parser gives no place of their own: attributes, titles, alternative texts. */
import type { Image, ImageReference, Link } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import type { MdxJsxAttribute } from 'mdast-util-mdx';
import type { Node } from 'unist';
import type { TextRange } from './walk-items.ts';

/** A value's place between its quotes. */
export interface QuotedRange {
  range: TextRange;
  /** The quote that ends it; `''` where there is none. */
  quote: string;
}

function offsetsOf(node: Node): TextRange | undefined {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** Place of `value` in `name="value"`. */
export function attributeValueRange(text: string, attribute: MdxJsxAttribute): QuotedRange | undefined {
  const range = offsetsOf(attribute);
  if (range === undefined) return undefined;
  const match = /^[^=]*=\s*(["'])/.exec(text.slice(range.start, range.end));
  const quote = match?.[1];
  if (match === null || quote === undefined || text.charAt(range.end - 1) !== quote) return undefined;
  return { range: { start: range.start + match[0].length, end: range.end - 1 }, quote };
}

/** `](address "title")`, with the title in any of its three quotes. */
const RESOURCE = /^\]\(\s*(?:<[^<>\n]*>|\S*)\s+(?<open>["'(])(?<title>[\s\S]*)(?<close>["')])\s*\)$/;

/** Place of a link's title. */
export function linkTitleRange(text: string, link: Link): QuotedRange | undefined {
  const range = offsetsOf(link);
  if (range === undefined) return undefined;
  const last = link.children.at(-1);
  const start = last === undefined ? range.start + 1 : offsetsOf(last)?.end;
  if (start === undefined) return undefined;
  // Blanks may stand between the text and its bracket.
  const bracket = text.indexOf(']', start);
  const match = RESOURCE.exec(text.slice(bracket, range.end));
  const { open = '', title = '', close = '' } = match?.groups ?? {};
  if (match === null || (open === '(' ? close !== ')' : close !== open)) return undefined;
  const end = bracket + match[0].lastIndexOf(close, match[0].length - (close === ')' ? 2 : 1));
  return { range: { start: end - title.length, end }, quote: close };
}

/** End of a label that begins at `start`: the bracket that closes it. */
function labelEnd(text: string, start: number, limit: number): number | undefined {
  let depth = 0;
  for (let at = start; at < limit; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '[') depth += 1;
    else if (character === ']' && depth === 0) return at;
    else if (character === ']') depth -= 1;
  }
  return undefined;
}

/** Place of an image's alternative text. */
export function imageAltRange(text: string, image: Image | ImageReference): TextRange | undefined {
  const range = offsetsOf(image);
  if (range === undefined || !text.startsWith('![', range.start)) return undefined;
  const start = range.start + 2;
  const end = labelEnd(text, start, range.end);
  return end === undefined ? undefined : { start, end };
}

/** Place of the title in `:::note{title="Title"}`. */
export function directiveTitleRange(text: string, directive: ContainerDirective): QuotedRange | undefined {
  const range = offsetsOf(directive);
  if (range === undefined) return undefined;
  const [line = ''] = text.slice(range.start, range.end).split(/\r?\n/, 1);
  const braces = /\{(?<attributes>[^{}]*|(?:[^{}"']|"[^"]*"|'[^']*')*)\}\s*$/.exec(line);
  const attributes = braces?.groups?.['attributes'];
  if (braces === null || attributes === undefined) return undefined;
  const match = /(?:^|\s)title\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)')/.exec(attributes);
  if (match === null) return undefined;
  const value = match.groups?.['double'] ?? match.groups?.['single'] ?? '';
  const end = range.start + braces.index + 1 + match.index + match[0].length - 1;
  return { range: { start: end - value.length, end }, quote: match.groups?.['double'] === undefined ? "'" : '"' };
}
