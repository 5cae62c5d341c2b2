/** Plain text → Markdown that says the same, whatever the text is. */

/** Where a text is written. */
export interface TextPlace {
  format: 'md' | 'mdx';
  inTable: boolean;
  inHeading: boolean;
  /** A block or a line begins here: what begins lists, quotes, headings and imports has to be escaped. */
  atLineStart: boolean;
}

/** A character as a reference: it counts as punctuation beside emphasis, and begins no keyword. */
export function characterReference(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`;
}

/** Always markup in running text, or part of it; an ampersand where a character reference could be read. */
const ALWAYS = /[\\*[\]<`~$]|&(?=#|[a-z])/gi;
/** An underscore beside anything but letters and digits on both sides can be emphasis. */
const UNDERSCORE = /(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu;
/** What would be read as a character reference. */
const AMPERSAND = /&(?=#|[a-z])/gi;
/** `:name`, `::name`, `:::`. */
const COLON = /:(?=[\p{L}\p{N}_:])/gu;
const BRACE = /[{}]/g;
/** Begins a heading, a list, a quote, a table or a line below a heading. */
const LINE_START = /^(?:[#>+=|-]|\d{1,9}(?=[.)]))/;
const MODULE_WORD = /^(?:import|export)\b/;

function escapeBraces(text: string, { format, inHeading }: TextPlace): string {
  if (format === 'md' && !inHeading) return text;
  // In a heading Docusaurus looks for `{#id}` in the text as it stands, escaped or not.
  return text.replace(BRACE, (brace) => (inHeading ? characterReference(brace) : `\\${brace}`));
}

function escapeLineStart(text: string, { format }: TextPlace): string {
  if (format === 'mdx' && MODULE_WORD.test(text)) return characterReference(text.charAt(0)) + text.slice(1);
  return text.replace(LINE_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** Writes a text without line breaks as Markdown. Flanking of emphasis is the caller's. */
export function encodeText(text: string, place: TextPlace): string {
  let encoded = text
    .replace(ALWAYS, '\\$&')
    .replace(UNDERSCORE, (run) => '\\_'.repeat(run.length))
    .replace(COLON, '\\:');
  encoded = escapeBraces(encoded, place);
  if (place.inTable) encoded = encoded.replaceAll('|', '\\|');
  if (place.inHeading) encoded = encoded.replace(/#(?=\s*$)/, '\\#');
  return place.atLineStart ? escapeLineStart(encoded, place) : encoded;
}

/** Writes an attribute's value, of a component or a directive, between its quotes. */
export function encodeAttribute(value: string, quote: string, inTable: boolean): string {
  const encoded = value.replace(/&(?=#|\w)/g, '&amp;').replaceAll(quote, quote === '"' ? '&quot;' : '&#39;');
  return inTable ? encoded.replaceAll('|', '&#124;') : encoded;
}

/** Writes a link's title between its quotes. */
export function encodeTitle(value: string, quote: string, inTable: boolean): string {
  const encoded = value
    .replaceAll('\\', '\\\\')
    .replace(AMPERSAND, '\\&')
    .replace(quote === ')' ? /[()]/g : new RegExp(quote, 'g'), '\\$&');
  return inTable ? encoded.replaceAll('|', '\\|') : encoded;
}

/** Writes a front-matter value in double quotes: JSON is YAML, and no text in it can be a key, a comment or a block. */
export function encodeYaml(value: string): string {
  const quoted = JSON.stringify(value);
  return quoted.replace(/[\u007F-\u009F\u2028\u2029\uFEFF]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
