/** The engine-neutral text of a segment, taken apart: words, atoms `<x1/>`, pairs `<g2>…</g2>`. */

/** A piece of a segment's text. The value of a `text` is unescaped. */
export type TextToken =
  | { type: 'text'; value: string }
  | { type: 'atom'; id: string }
  | { type: 'open'; id: string }
  | { type: 'close'; id: string };

const PLACEHOLDER = /<(?<atom>x\d+)\/>|<(?<open>g\d+)>|<\/(?<close>g\d+)>/g;

/** Takes the XML escapes of a segment's text back. Anything else that looks like an entity is left as it is. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Escapes what is markup in the engine-neutral text. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Normal form of a segment's text: NFC; blanks collapsed, but a no-break space is kept. */
export function canonicalText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[ \t\r\n\f\v]+/g, ' ')
    .trim();
}

/** Normal form of plain text: NFC, every kind of blank collapsed to one space. */
export function normalizePlain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** Takes a text apart. What is no well-formed placeholder stays text. */
export function tokenizeText(text: string): TextToken[] {
  const tokens: TextToken[] = [];
  let at = 0;
  const literal = (end: number): void => {
    if (end > at) tokens.push({ type: 'text', value: unescapeText(text.slice(at, end)) });
  };
  for (const match of text.matchAll(PLACEHOLDER)) {
    literal(match.index);
    at = match.index + match[0].length;
    const { atom, open, close } = match.groups ?? {};
    if (atom !== undefined) tokens.push({ type: 'atom', id: atom });
    else if (open !== undefined) tokens.push({ type: 'open', id: open });
    else if (close !== undefined) tokens.push({ type: 'close', id: close });
  }
  literal(text.length);
  return tokens;
}

/** A token as it is written. */
export function tokenText(token: TextToken): string {
  if (token.type === 'text') return escapeText(token.value);
  if (token.type === 'atom') return `<${token.id}/>`;
  return token.type === 'open' ? `<${token.id}>` : `</${token.id}>`;
}

/** Puts tokens together again. */
export function joinTokens(tokens: readonly TextToken[]): string {
  return tokens.map(tokenText).join('');
}

/** The words outside placeholders, unescaped; an atom leaves a blank, the marks of a pair leave nothing. */
export function textOutsidePlaceholders(text: string): string {
  return tokenizeText(text)
    .map((token) => (token.type === 'text' ? token.value : token.type === 'atom' ? ' ' : ''))
    .join('');
}
