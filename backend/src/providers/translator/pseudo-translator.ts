/**
 * An engine without a provider: it writes what looks translated and is not. Tests, the check of all languages, and authors
 * who want to see what a translation does to their pages use it; it costs nothing and answers at once.
 */
import { keptTermsPattern } from './kept-terms.ts';
import { type NeutralPiece, parseNeutral, writeNeutral } from './neutral-text.ts';
import { type PseudoScript, scriptOf, standIn } from './pseudo-scripts.ts';
import { type Translator, TranslatorFailure, type TranslatorRequest, type TranslatorTerm } from './translator.port.ts';
import { fitsLimits } from './translator-batches.ts';

/** What it writes: the script of the target language, or one of the modes that break weak tools. */
export const PSEUDO_MODES = ['language', 'upper', 'glued', 'hostile'] as const;
/** See {@link PSEUDO_MODES}. */
export type PseudoMode = (typeof PSEUDO_MODES)[number];

const LIMITS = { segments: 100, characters: 50_000 };
const NOTHING = { characters: 0, inputTokens: 0, outputTokens: 0 };
/** What is the same in all languages: numbers with their units, names with digits or marks inside, addresses. */
const KEPT =
  /\p{N}[\p{N}.,:]*\s?(?:[a-zµΩ°%]{1,3}(?:[·/][a-z]{1,3}[²2]?)*)?(?![\p{L}\p{N}])|\p{L}+(?:·\p{L}+)+(?:\/\p{L}+)?|[\w./@~-]*(?:[\p{N}_/@~]|\.\w)[\w./@~-]*/giu;
/** Marks that are markup in Markdown or MDX wherever they stand. */
const HOSTILE_BEFORE = '*_[';
const HOSTILE_AFTER = ']({<$`|~';

/** Makes the engine. @param mode Default: the script of the target language */
export function createPseudoTranslator(mode: PseudoMode = 'language'): Translator {
  return {
    engine: 'pseudo',
    provider: 'pseudo',
    model: mode,
    limits: LIMITS,
    takesReasons: false,
    isLocal: true,
    promptVersion: null,
    supports: () => true,
    estimate: () => ({ ...NOTHING, costUsd: 0 }),
    async translate(request) {
      if (request.signal.aborted) throw new TranslatorFailure('aborted');
      if (!fitsLimits(request.segments, LIMITS)) throw new TranslatorFailure('too_large');
      return {
        results: new Map(request.segments.map(({ id, text }) => [id, pseudoTranslate(text, mode, request)])),
        name: { provider: 'pseudo', model: mode },
        usage: { ...NOTHING, cachedInputTokens: 0, estimated: false },
      };
    },
  };
}

/** Writes the pseudo-translation of one engine-neutral text. */
export function pseudoTranslate(
  text: string,
  mode: PseudoMode,
  { target, glossary }: Pick<TranslatorRequest, 'target' | 'glossary'>,
): string {
  const kept = keptPattern(glossary);
  const write = (words: string) => writeWords(words, kept, (part) => writePart(part, mode, scriptOf(target)));
  const pieces = parseNeutral(text).map(
    (piece): NeutralPiece => (piece.type === 'text' ? { type: 'text', text: write(piece.text) } : piece),
  );
  return writeNeutral(mode === 'glued' ? pieces.map(closeUp) : pieces);
}

/** Writes what stands between the parts that are kept. */
function writeWords(words: string, kept: RegExp, write: (part: string) => string): string {
  let written = '';
  let end = 0;
  for (const match of words.matchAll(kept)) {
    written += write(words.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return written + write(words.slice(end));
}

function writePart(part: string, mode: PseudoMode, script: PseudoScript): string {
  switch (mode) {
    case 'language':
      return standIn(part, script);
    case 'upper':
      return part.toUpperCase();
    case 'glued':
      return standIn(part, 'han');
    case 'hostile':
      return part.replace(/\p{L}{3,}/gu, (word) => `${HOSTILE_BEFORE}${standIn(word, script)}${HOSTILE_AFTER}`);
  }
}

/** Takes the blanks beside placeholders away, as engines do that write without blanks. */
const closeUp = (piece: NeutralPiece): NeutralPiece =>
  piece.type === 'text' ? { type: 'text', text: piece.text.trim() } : piece;

/** What is kept: {@link KEPT}, and the terms of the glossary that stay in Latin script. */
function keptPattern(glossary: readonly TranslatorTerm[]): RegExp {
  const terms = keptTermsPattern(glossary);
  return terms === null ? KEPT : new RegExp(`${terms}|${KEPT.source}`, 'giu');
}
