/** Translations into a source, verified: what cannot be spliced in safely stays as it was, with the reason. */
import { PlaceholderMismatchError } from './encode-inline.ts';
import { type Extraction, type ParsedSource, parseSource } from './extract-segments.ts';
import { isReadable } from './inline-text.ts';
import { DEFAULT_JSX_RULES } from './jsx-rules.ts';
import { SegmentParseError } from './segment-parse-error.ts';
import { textOutsidePlaceholders, tokenizeText } from './segment-text.ts';
import { DocumentSplicer, NoPlaceError, type SplicedText } from './splice-document.ts';
import type { HeadingIdSyntax } from './splice-headings.ts';
import { compareStructures, nodeSignature, type StructureEntry } from './structure-signature.ts';
import { isForbiddenCharacter } from './validate-characters.ts';
import { structureFinding, structureOf } from './verify-structure.ts';
import type { WalkedSegment } from './walk-items.ts';

/** How translations are written. */
export interface ApplyOptions {
  /** `comment` (default) needs Docusaurus 3.10; `classic` is `{#id}`. */
  headingIds?: HeadingIdSyntax;
}

/** Why a segment stayed in the source language. */
export interface SpliceFallback {
  id: string;
  /** `placeholders`, `characters`, `place`: before splicing. `text`: it would read otherwise. `structure`, `parse`: it would break the page. */
  code: 'placeholders' | 'characters' | 'place' | 'text' | 'structure' | 'parse';
  reason: string;
}

/** What became of each translation. */
export interface SpliceReport {
  /** Ids of segments whose text is new. */
  changed: string[];
  /** Ids of segments without a translation, or whose translation is the source. */
  kept: string[];
  fellBack: SpliceFallback[];
}

/** What is wrong with a result: segments that read otherwise, or a place in the text. */
type Problem =
  | { code: 'text'; ids: ReadonlyMap<string, string> }
  | { code: 'structure' | 'parse'; offset: number; reason: string };

function walkedSegments({ items }: ParsedSource): WalkedSegment[] {
  return items.flatMap((item) => (item.type === 'segment' ? [item.segment] : []));
}

/** Whether a text is a segment at all: words outside placeholders, or something to read in one. */
function isReadableSegment({ placeholders }: WalkedSegment, text: string): boolean {
  const isRead = placeholders.some(({ type, reading }) => type !== 'image' && isReadable(reading));
  return isRead || isReadable(textOutsidePlaceholders(text));
}

/** Blanks between placeholders and of other kinds are not words; numbers of placeholders follow their order. */
function comparableText(text: string): string {
  const numbers = new Map<string, number>();
  return tokenizeText(text)
    .map((token) => {
      if (token.type === 'text') return token.value.replace(/\s+/g, ' ');
      const number = numbers.get(token.id) ?? numbers.size + 1;
      numbers.set(token.id, number);
      return `<${token.type === 'close' ? '/' : ''}${token.id.charAt(0)}${number}>`;
    })
    .join('')
    .replace(/> (?=<)/g, '>')
    .trim();
}

class TranslationRun {
  readonly #extraction: Extraction;
  readonly #source: string;
  readonly #splicer: DocumentSplicer;
  readonly #segments: WalkedSegment[];
  readonly #structure: StructureEntry[];
  readonly #texts = new Map<string, string>();
  readonly fellBack: SpliceFallback[] = [];

  constructor(source: string, extraction: Extraction, syntax: HeadingIdSyntax) {
    this.#source = source;
    this.#extraction = extraction;
    this.#splicer = new DocumentSplicer(source, extraction, syntax);
    this.#segments = walkedSegments(extraction.document.parsed);
    this.#structure = structureOf(extraction.document.parsed, extraction.document.options);
  }

  get changed(): string[] {
    return this.#segments.flatMap(({ id }) => (this.#texts.has(id) ? [id] : []));
  }

  /** Takes a translation, if it can be written at all. */
  add(segment: WalkedSegment, translated: string): void {
    const { id, text } = segment;
    if (translated === text) return;
    if (Array.from(translated).some(isForbiddenCharacter) && !Array.from(text).some(isForbiddenCharacter)) {
      this.fellBack.push({ id, code: 'characters', reason: 'The translation has a control character' });
      return;
    }
    try {
      const expected = this.#splicer.expectedText(id, translated);
      if (!isReadableSegment(segment, expected)) {
        this.fellBack.push({ id, code: 'text', reason: 'Nothing to read is left' });
        return;
      }
      if (comparableText(expected) !== comparableText(text)) this.#texts.set(id, expected);
    } catch (error) {
      if (error instanceof PlaceholderMismatchError) {
        this.fellBack.push({ id, code: 'placeholders', reason: error.message });
      } else if (error instanceof NoPlaceError) this.fellBack.push({ id, code: 'place', reason: error.message });
      else throw error;
    }
  }

  /** Splices, verifies and takes back what does not hold, until the rest does. */
  finish(): string {
    for (;;) {
      const spliced = this.#splicer.splice(this.#texts);
      if (this.#texts.size === 0) return spliced.text;
      const problem = this.#check(spliced, this.#texts);
      if (problem === undefined) return spliced.text;
      this.#takeBack(problem, spliced);
    }
  }

  #takeBack(problem: Problem, spliced: SplicedText): void {
    const culprits =
      problem.code === 'text'
        ? problem.ids
        : new Map(this.#culprits(problem, spliced).map((id) => [id, problem.reason]));
    for (const [id, reason] of culprits) {
      this.#texts.delete(id);
      this.fellBack.push({ id, code: problem.code, reason });
    }
  }

  /** The segment at a problem's place, if the page holds without it; otherwise halving finds one. */
  #culprits({ offset }: { offset: number }, { placed }: SplicedText): string[] {
    const near = placed.findLast(({ id, start }) => id !== '' && start <= offset)?.id;
    if (near !== undefined) {
      const rest = new Map(this.#texts);
      rest.delete(near);
      const left = this.#problemOf(rest);
      if (left === undefined || left.code === 'text' || left.offset !== offset) return [near];
    }
    return [this.#halve(Array.from(this.#texts.keys()))];
  }

  #halve(ids: readonly string[]): string {
    const [first = ''] = ids;
    if (ids.length <= 1) return first;
    const half = ids.slice(0, Math.ceil(ids.length / 2));
    const isInHalf =
      this.#problemOf(new Map(Array.from(this.#texts).filter(([id]) => half.includes(id)))) !== undefined;
    return this.#halve(isInHalf ? half : ids.slice(half.length));
  }

  #problemOf(texts: ReadonlyMap<string, string>): Problem | undefined {
    return this.#check(this.#splicer.splice(texts), texts);
  }

  #check({ text }: SplicedText, texts: ReadonlyMap<string, string>): Problem | undefined {
    const { options } = this.#extraction.document;
    let parsed: ParsedSource;
    try {
      parsed = parseSource(text, { ...options, compile: true });
    } catch (error) {
      if (!(error instanceof SegmentParseError)) throw error;
      this.#refuseBrokenSource();
      return { code: 'parse', offset: offsetOf(text, error), reason: error.reason };
    }
    const found = walkedSegments(parsed);
    const misread = this.#misread(found, texts);
    if (misread.size > 0) return { code: 'text', ids: misread };
    const difference = compareStructures(this.#structure, structureOf(parsed, options));
    if (difference !== undefined) {
      const reason = structureFinding(difference, text, parsed).message;
      return { code: 'structure', offset: parsed.mapped.sourceOffset(difference.offset), reason };
    }
    if (found.length === this.#segments.length) return undefined;
    return { code: 'structure', offset: 0, reason: `The page would have ${found.length} texts` };
  }

  /** A source that does not compile by itself is the author's to mend: nothing is written. */
  #refuseBrokenSource(): void {
    parseSource(this.#source, { ...this.#extraction.document.options, compile: true });
  }

  /** Changed segments that read otherwise than they should; where there are more or fewer segments, only the first. */
  #misread(found: readonly WalkedSegment[], texts: ReadonlyMap<string, string>): Map<string, string> {
    const misread = new Map<string, string>();
    for (const [index, segment] of this.#segments.entries()) {
      const text = texts.get(segment.id) ?? segment.text;
      const result = found[index];
      const isSame =
        result !== undefined &&
        comparableText(result.text) === comparableText(text) &&
        this.#slots(result, result.text) === this.#slots(segment, text);
      if (isSame) continue;
      if (texts.has(segment.id)) misread.set(segment.id, `It would be read as "${result?.text.slice(0, 120) ?? ''}"`);
      // From here on each would be compared with another one.
      if (found.length !== this.#segments.length) break;
    }
    return misread;
  }

  /** What the placeholders of a text stand for, in their order. */
  #slots({ slots }: WalkedSegment, text: string): string {
    const { options } = this.#extraction.document;
    const rules = { jsxRules: options.jsxRules ?? DEFAULT_JSX_RULES };
    const signatures = new Map(slots.map(({ placeholder, node }) => [placeholder.id, nodeSignature(node, rules)]));
    return tokenizeText(text)
      .flatMap((token) => (token.type === 'atom' || token.type === 'open' ? signatures.get(token.id) : []))
      .join(' ');
  }
}

/** Offset of an error's line and column. */
function offsetOf(text: string, { line, column }: SegmentParseError): number {
  let start = 0;
  for (let count = 1; count < line; count += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return start + Math.max(0, column - 1);
}

/**
 * Splices translations into a source by offsets. Nothing else changes: without translations the result is the source,
 * byte for byte. Segments that would break the page or read otherwise keep their source text; the result always
 * has the structure of the source and compiles.
 * @param extraction of the very source
 * @param translations engine-neutral texts by segment id; ids that are not there are ignored
 * @throws SegmentParseError when the source itself does not compile
 */
export function applyTranslations(
  source: string,
  extraction: Extraction,
  translations: ReadonlyMap<string, string>,
  { headingIds = 'comment' }: ApplyOptions = {},
): { text: string; report: SpliceReport } {
  const run = new TranslationRun(source, extraction, headingIds);
  for (const segment of walkedSegments(extraction.document.parsed)) {
    const translated = translations.get(segment.id);
    if (translated !== undefined) run.add(segment, translated);
  }
  const text = run.finish();
  const { changed, fellBack } = run;
  const done = new Set([...changed, ...fellBack.map(({ id }) => id)]);
  const kept = extraction.segments.flatMap(({ id }) => (done.has(id) ? [] : [id]));
  return { text, report: { changed, kept, fellBack } };
}
