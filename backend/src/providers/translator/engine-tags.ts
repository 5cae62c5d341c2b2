/** Reads what engines write: text with tags that may have been bent on the way. */

/** A tag. */
export interface EngineTag {
  readonly type: 'tag';
  readonly raw: string;
  /** Small letters. */
  readonly name: string;
  readonly form: 'open' | 'close' | 'single';
  /** The `id` attribute; '' without one. */
  readonly id: string;
}

/** A tag, or the text between two as it came, with its entities. */
export type EngineToken = { readonly type: 'text'; readonly text: string } | EngineTag;

// Engines put blanks into tags (`</ a>`, `id = "x1"`), change the quotes, or take them away.
const TAG = /<\s*(\/?)\s*([a-z][a-z0-9]*)((?:\s[^<>]*?)?)\s*(\/?)\s*>/gi;
const ID = /\bid\s*=\s*["'“”«»„]?\s*([a-z]\s?\d+)/i;

/** Reads a text into tags and what stands between them. */
export function readTags(text: string): EngineToken[] {
  const tokens: EngineToken[] = [];
  let end = 0;
  for (const match of text.matchAll(TAG)) {
    if (match.index > end) tokens.push({ type: 'text', text: text.slice(end, match.index) });
    const [raw, slash, name = '', attributes = '', single] = match;
    const form = slash !== '' ? 'close' : single !== '' ? 'single' : 'open';
    const id = ID.exec(attributes)?.[1]?.replace(/\s/g, '').toLowerCase() ?? '';
    tokens.push({ type: 'tag', raw, name: name.toLowerCase(), form, id });
    end = match.index + raw.length;
  }
  if (end < text.length) tokens.push({ type: 'text', text: text.slice(end) });
  return tokens;
}

/** Index of the tag that closes the one at `start`; undefined when none does. */
export function findClose(tokens: readonly EngineToken[], start: number): number | undefined {
  const opening = tokens[start];
  if (opening?.type !== 'tag') return undefined;
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.type !== 'tag' || token.name !== opening.name || token.form === 'single') continue;
    depth += token.form === 'open' ? 1 : -1;
    if (depth === 0) return index;
  }
  return undefined;
}

/** Escapes angle brackets that are none of a tag: `5 < 6`. Entities stay. */
export const escapeBare = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
