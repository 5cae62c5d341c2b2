/**
 * Segments as HTML for Google, and back (TRANSLATION §2.5). What must stay is a `<span translate="no">` with its reading
 * inside: an empty one gets words pulled in, and an unknown element splits the sentence.
 */
import { escapeText, type TextToken, termPattern, tokenizeText } from '@lectern/segments';
import { type EngineTag, type EngineToken, escapeBare, findClose, readTags } from './engine-tags.ts';
import type { TranslatorSegment, TranslatorTerm } from './translator.port.ts';
import { keptTermsOf } from './translator-terms.ts';

type Markup = Pick<TranslatorSegment, 'text' | 'readings'>;

/** Of a reading, UTF-16 units that are shown: all of it is billed. */
const SHOWN_READING = 60;
/** Finds the terms of a glossary that stay in Latin script, in escaped text; null without any. */
export function keptTerms(glossary: readonly TranslatorTerm[]): RegExp | null {
  const pattern = termPattern(keptTermsOf(glossary).map(escapeText));
  return pattern === null ? null : new RegExp(pattern, 'giu');
}

/** A segment as Google reads it. @param kept See {@link keptTerms} */
export const toGoogleHtml = (segment: Markup, kept: RegExp | null): string =>
  tokenizeText(segment.text)
    .map((token) => writeToken(token, segment, kept))
    .join('');

function writeToken(token: TextToken, segment: Markup, kept: RegExp | null): string {
  switch (token.type) {
    case 'text': {
      const html = escapeText(token.value);
      return kept === null ? html : html.replace(kept, '<span translate="no">$&</span>');
    }
    case 'atom':
      return `<span translate="no" id="${token.id}">${shownReading(segment, token.id)}</span>`;
    case 'open':
      return `<a id="${token.id}">`;
    case 'close':
      return '</a>';
  }
}

/** What is shown at an atom's place, escaped; never empty. */
function shownReading({ readings }: Pick<Markup, 'readings'>, id: string): string {
  const reading = readings.get(id)?.trim() ?? '';
  if (reading === '') return id;
  return escapeText(reading.length <= SHOWN_READING ? reading : `${reading.slice(0, SHOWN_READING)}…`);
}

/**
 * What came back from Google, with the placeholders of the segment. Only what is certain is put in their place; any other
 * tag stays as it is, for the validator to find. Entities and blanks are left to `normalizeTranslation`.
 */
export function fromGoogleHtml(html: string, segment: Markup): string {
  const tokens = readTags(html);
  const reader: Reader = {
    tokens,
    segment,
    ids: new Set(tokenizeText(segment.text).flatMap((token) => (token.type === 'text' ? [] : [token.id]))),
    open: [],
    text: '',
  };
  for (let index = 0; index < tokens.length; index += 1) index = readToken(reader, index);
  return reader.text.trim();
}

interface Reader {
  readonly tokens: readonly EngineToken[];
  readonly segment: Markup;
  /** Placeholders that the segment has. */
  readonly ids: ReadonlySet<string>;
  /** Pairs that are open: `</a>` does not say whose it is. */
  readonly open: string[];
  text: string;
}

/** Reads the token at an index. Returns the index of the last one that it took. */
function readToken(reader: Reader, index: number): number {
  const token = reader.tokens[index];
  if (token === undefined) return index;
  if (token.type === 'text') reader.text += escapeBare(token.text);
  else if (token.name === 'span' && token.form !== 'close') return readSpan(reader, token, index);
  else reader.text += token.name === 'a' ? readAnchor(reader, token) : token.raw;
  return index;
}

/** Reads the element of an atom or of a kept term. */
function readSpan(reader: Reader, token: EngineTag, start: number): number {
  const { tokens, ids } = reader;
  const close = token.form === 'single' ? start : findClose(tokens, start);
  const end = close ?? start;
  const content = tokens.slice(start + 1, Math.max(start + 1, end));
  const words = escapeBare(content.map((inner) => (inner.type === 'text' ? inner.text : '')).join(''));
  if (token.id === '') reader.text += close === undefined ? token.raw : words;
  else if (!ids.has(token.id)) reader.text += token.raw;
  else reader.text += besideReading(words, shownReading(reader.segment, token.id)).join(`<${token.id}/>`);
  return end;
}

/**
 * What stands before and after a reading in the element that was to hold it alone. Google pulls words in; they are given
 * back where the reading is still the same, and part of it where it is not.
 */
function besideReading(words: string, reading: string): [before: string, after: string] {
  const content = words.replaceAll('&quot;', '"').replaceAll('&#39;', "'");
  const at = content.indexOf(reading);
  if (at < 0 || content.indexOf(reading, at + 1) >= 0) return ['', ''];
  const before = content.slice(0, at);
  const after = content.slice(at + reading.length);
  // A reading that goes on without a break is another word.
  return /[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after) ? ['', ''] : [before, after];
}

function readAnchor({ open, ids }: Reader, token: EngineTag): string {
  const id = token.form === 'close' ? open.pop() : token.id;
  if (id === undefined || !ids.has(id)) return token.raw;
  if (token.form === 'close') return `</${id}>`;
  if (token.form === 'single') return `<${id}></${id}>`;
  open.push(id);
  return `<${id}>`;
}
