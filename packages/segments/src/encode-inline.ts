/** Engine-neutral text → Markdown with the source's own slices where the placeholders stand. */
import { characterReference, encodeText } from './encode-text.ts';
import { canonicalText, joinTokens, type TextToken, tokenizeText } from './segment-text.ts';
import type { SegmentSplice, SlotSplice } from './splice-plan.ts';
import type { TextRange } from './walk-items.ts';

type InlineSplice = Extract<SegmentSplice, { how: 'inline' }>;

/** A translation cannot be written: its placeholders are not the source's. */
export class PlaceholderMismatchError extends Error {}

/** What a text is written with. */
export interface EncodeContext {
  format: 'md' | 'mdx';
  /** The source between two offsets, with what has changed inside it. */
  slice: (range: TextRange) => string;
}

function slotOf(splice: InlineSplice, id: string): SlotSplice {
  const slot = splice.slots.get(id);
  if (slot === undefined) throw new PlaceholderMismatchError(`There is no placeholder ${id} in the source`);
  return slot;
}

/** Checks that each placeholder stands once, pairs closed and nested, none emptied. */
function checkTokens(tokens: readonly TextToken[], { slots }: InlineSplice): void {
  const seen = new Set<string>();
  const open: string[] = [];
  tokens.forEach((token, index) => {
    if (token.type === 'text') return;
    const slot = slots.get(token.id);
    if (token.type === 'close') {
      if (open.pop() !== token.id) throw new PlaceholderMismatchError(`The pair ${token.id} is not nested`);
      return;
    }
    if (slot === undefined || seen.has(token.id) || (slot.type === 'pair') !== (token.type === 'open'))
      throw new PlaceholderMismatchError(`The placeholder ${token.id} is doubled or not the source's`);
    seen.add(token.id);
    if (token.type === 'atom') return;
    open.push(token.id);
    const isEmptied = tokens[index + 1]?.type === 'close' && slot.type === 'pair' && !slot.isEmpty;
    if (isEmptied) throw new PlaceholderMismatchError(`The pair ${token.id} is empty`);
  });
  if (open.length > 0) throw new PlaceholderMismatchError(`The pair ${open[0]} is not closed`);
  if (seen.size < slots.size) throw new PlaceholderMismatchError('A placeholder of the source is missing');
}

/** Emphasis cannot begin or end with a blank: blanks at its inner borders go outside. */
function hoistBlanks(text: string, { slots }: InlineSplice): string {
  let result = text;
  for (const [id, slot] of Array.from(slots).reverse()) {
    if (slot.type !== 'pair' || slot.delimiter === undefined) continue;
    result = result
      .replace(new RegExp(`<${id}>(\\s+)`, 'g'), `$1<${id}>`)
      .replace(new RegExp(`(\\s+)</${id}>`, 'g'), `</${id}>$1`);
  }
  for (const [id, slot] of slots) {
    if (slot.type === 'atom' && slot.isLineEnd)
      result = result.replace(new RegExp(`\\s*<${id}/>\\s*`, 'g'), `<${id}/>`);
  }
  return canonicalText(result);
}

/** The text as it is written and read again: placeholders checked, blanks where Markdown can have them. */
export function spliceableText(translated: string, splice: InlineSplice): string {
  let text = canonicalText(joinTokens(tokenizeText(translated)));
  // A blank that leaves an inner pair may stand at the border of the outer one.
  for (let before = ''; before !== text; ) {
    before = text;
    text = hoistBlanks(before, splice);
  }
  checkTokens(tokenizeText(text), splice);
  return text;
}

/** Neither a blank nor punctuation, as CommonMark's rules for emphasis see one UTF-16 unit. */
function isLetterLike(unit: string): boolean {
  return unit !== '' && !/[\s\p{P}\p{S}]/u.test(unit);
}

/** Whether an outer character next to a delimiter has to look like punctuation for the emphasis to begin or end there. */
function needsReference(outer: string, inner: string, character: string): boolean {
  return isLetterLike(outer) && (!isLetterLike(inner) || character === '_');
}

/** A bare address ends where it ended in the source only before a blank or common marks. */
const ENDS_ADDRESS = /^[.,;:!?*_~'")]*(?:\s|$)/;
const BEGINS_ADDRESS = /(?:^|[\s(*_~])$/;

class InlineEncoder {
  readonly #splice: InlineSplice;
  readonly #context: EncodeContext;
  /** Pairs whose delimiter is not the source's, because it would run into another one. */
  readonly #swapped = new Map<string, string>();
  #out = '';

  constructor(splice: InlineSplice, context: EncodeContext) {
    this.#splice = splice;
    this.#context = context;
  }

  encode(text: string): string {
    const tokens = tokenizeText(text);
    tokens.forEach((token, index) => {
      if (token.type === 'text') this.#text(token.value, tokens, index);
      else if (token.type === 'atom') this.#atom(token.id, tokens.slice(index + 1));
      else if (token.type === 'open') this.#open(token.id, tokens[index + 1]);
      else this.#close(token.id);
    });
    return this.#out;
  }

  get #atLineStart(): boolean {
    return this.#out === '' || /\n[\s>]*$/.test(this.#out);
  }

  /** What a token will begin with; for text its first character. */
  #start(token: TextToken | undefined): string {
    if (token === undefined) return '';
    if (token.type === 'text') return token.value.charAt(0);
    return this.#raw(token).charAt(0);
  }

  #raw(token: Exclude<TextToken, { type: 'text' }>): string {
    const slot = slotOf(this.#splice, token.id);
    if (slot.type === 'atom') return this.#context.slice(slot.range);
    const swapped = this.#swapped.get(token.id);
    if (swapped !== undefined) return swapped;
    if (token.type === 'open') return this.#context.slice(slot.open);
    return typeof slot.close === 'string' ? slot.close : this.#context.slice(slot.close);
  }

  #text(value: string, tokens: readonly TextToken[], index: number): void {
    const { format } = this.#context;
    const { inTable, inHeading } = this.#splice;
    const previous = tokens[index - 1];
    const next = tokens[index + 1];
    let first = '';
    let rest = value;
    // The letter behind a closing delimiter.
    if (previous?.type === 'close' && this.#closesBefore(previous.id, value.charAt(0))) {
      first = String.fromCodePoint(value.codePointAt(0) ?? 0);
      rest = value.slice(first.length);
      first = characterReference(first);
    }
    const atLineStart = first === '' && this.#atLineStart;
    let encoded = first + encodeText(rest, { format, inTable, inHeading, atLineStart });
    const follower = this.#start(next);
    if (encoded.endsWith(':') && /[\p{L}\p{N}_:[{]/u.test(follower)) encoded = `${encoded.slice(0, -1)}\\:`;
    if (encoded.endsWith('!') && follower === '[') encoded = `${encoded.slice(0, -1)}\\!`;
    if (encoded.endsWith('_') && follower !== '')
      encoded = encoded.replace(/(?<!\\)_+$/, (run) => '\\_'.repeat(run.length));
    this.#out += encoded;
  }

  /** Whether the pair that was just closed needs the character behind it as a reference. */
  #closesBefore(id: string, outer: string): boolean {
    const slot = slotOf(this.#splice, id);
    if (slot.type !== 'pair' || slot.delimiter === undefined) return false;
    const run = this.#swapped.get(id) ?? slot.delimiter.character.repeat(slot.delimiter.length);
    const inner = this.#out.charAt(this.#out.length - run.length - 1);
    return needsReference(outer, inner, run.charAt(0));
  }

  #open(id: string, next: TextToken | undefined): void {
    const slot = slotOf(this.#splice, id);
    if (slot.type === 'pair' && slot.delimiter !== undefined) {
      const { character, length } = slot.delimiter;
      if (character !== '~' && this.#out.endsWith(character) && !this.#out.endsWith(`\\${character}`)) {
        this.#swapped.set(id, (character === '*' ? '_' : '*').repeat(length));
      }
      const run = this.#swapped.get(id) ?? character;
      const outer = this.#out.charAt(this.#out.length - 1);
      if (needsReference(outer, this.#start(next), run.charAt(0))) this.#referLast();
    }
    this.#out += this.#raw({ type: 'open', id });
  }

  #close(id: string): void {
    this.#out += this.#raw({ type: 'close', id });
  }

  /** Writes the last character as a reference; what was carried over cannot be. */
  #referLast(): void {
    const last = Array.from(this.#out.slice(-2)).at(-1) ?? '';
    this.#out = this.#out.slice(0, this.#out.length - last.length) + characterReference(last);
  }

  #atom(id: string, following: readonly TextToken[]): void {
    const slot = slotOf(this.#splice, id);
    const raw = this.#raw({ type: 'atom', id });
    if (slot.type === 'atom' && slot.address !== undefined) {
      // Not `+=`: writing the address may change what is before it.
      const address = this.#address(raw, slot.address, following);
      this.#out = `${this.#out}${address}`;
      return;
    }
    // Two code spans or formulas side by side would be one.
    const first = raw.charAt(0);
    if ((first === '`' || first === '$') && this.#out.endsWith(first) && !this.#out.endsWith(`\\${first}`))
      this.#out += ' ';
    this.#out += raw;
  }

  #address(raw: string, { url, text }: { url: string; text: string }, following: readonly TextToken[]): string {
    const after = following
      .map((token) => (token.type === 'text' ? token.value : this.#raw(token)))
      .join('')
      .slice(0, 8);
    if (ENDS_ADDRESS.test(after) && BEGINS_ADDRESS.test(this.#out)) return raw;
    // `![` would be an image.
    if (this.#out.endsWith('!')) this.#referLast();
    const { format } = this.#context;
    const place = { format, inTable: this.#splice.inTable, inHeading: this.#splice.inHeading, atLineStart: false };
    return `[${encodeText(text, place)}](${url.replace(/[()\\*_|&]/g, '\\$&')})`;
  }
}

/**
 * Writes a translation as the Markdown that replaces a segment's text.
 * @param text from {@link spliceableText}
 */
export function encodeInline(text: string, splice: InlineSplice, context: EncodeContext): string {
  return new InlineEncoder(splice, context).encode(text) + (splice.suffix ?? '');
}
