import { numberOf } from './support-quantity.ts';
import type { Support, SupportPassage } from './support-verdict.ts';
import { normalizeText } from './text-normalization.ts';
import { tokenize } from './text-tokenizer.ts';
import { stemWord } from './word-stem.ts';

/** What a sentence shares with a passage of another language: numbers, identifiers, names in Latin letters. */
const LATIN_TERM = /[A-Za-z][A-Za-z0-9_./:+-]{2,}|\d+(?:[.,]\d+)*/gu;
const LATIN = /\p{Script=Latin}/gu;
const LETTER = /\p{L}/gu;
/** Numbers below this one may be words on the other side. */
const LEAST_NUMBER = 13;
/** Share of its own-language words from which a sentence stands in a passage of its language. */
const COVERED = 0.6;
const UNCOVERED = 0.3;

/** The beginning of a passage tells its script, UTF-16 units. */
const SAMPLE = 600;

function isLatin(text: string): boolean {
  const sample = text.slice(0, SAMPLE);
  return (sample.match(LATIN)?.length ?? 0) * 2 >= (sample.match(LETTER)?.length ?? 0);
}

/** Whether two texts are both mostly in Latin letters, or both mostly not. */
export const sharesScript = (one: string, other: string): boolean => isLatin(one) && isLatin(other);

/**
 * Scores a sentence that is not in English. In a passage of its own script by the share of its words; over a passage of
 * another language nothing is known but that numbers and Latin terms have to agree: then it is unchecked.
 */
export function crossLanguageSupport(sentence: string, passages: readonly SupportPassage[]): Support {
  const written = passages.map(({ text }) => normalizeText(text).toLowerCase());
  const place = nearestPlace(sentence, passages);
  const found = place ? { place } : {};
  const missing = foreignTerms(sentence).filter((term) => !written.some((text) => hasTerm(text, term)));
  const missingNumber = missing.some((term) => numberOf(term) !== undefined);
  if (missing.length > 0) {
    return {
      status: 'unsupported',
      supported: false,
      score: 0.1,
      reasons: [missingNumber ? 'unknown_number' : 'unknown_name'],
      ...found,
    };
  }
  const own = passages.filter(({ text }) => isLatin(text) === isLatin(sentence));
  if (own.length === 0) return { status: 'unchecked', supported: true, score: 0.5, reasons: [], ...found };
  const covered = Math.max(...own.map(({ text }) => coverage(sentence, text)));
  if (covered >= COVERED) return { status: 'supported', supported: true, score: covered, reasons: [], ...found };
  if (covered >= UNCOVERED || own.length < passages.length || isLatin(sentence)) {
    return { status: 'unchecked', supported: true, score: covered, reasons: [], ...found };
  }
  return { status: 'unsupported', supported: false, score: covered, reasons: ['unknown_words'], ...found };
}

/** Terms that every language writes alike; of a sentence in Latin letters only those that are no plain words. */
function foreignTerms(sentence: string): string[] {
  const latin = isLatin(sentence);
  return [...normalizeText(sentence).matchAll(LATIN_TERM)]
    .map(([term]) => term.replace(/[./:+-]+$/u, ''))
    .filter((term) => {
      const value = numberOf(term);
      if (value !== undefined) return value >= LEAST_NUMBER || !Number.isInteger(value);
      return latin ? /[_\d/]|[a-z][A-Z]|^[A-Z]{2,}$/u.test(term) : true;
    });
}

function hasTerm(text: string, term: string): boolean {
  const value = numberOf(term);
  if (value === undefined) return text.includes(term.toLowerCase());
  return (text.match(/\d+(?:[.,\u00a0\u202f ]\d+)*/gu) ?? []).some(
    (each) => numberOf(each) === value || numberOf(each.replace(/[\u00a0\u202f ].*$/u, '')) === value,
  );
}

const stemsOf = (text: string): string[] => tokenize(text).map(({ surface }) => stemWord(surface, 'prefix'));

function coverage(sentence: string, text: string): number {
  const known = new Set(stemsOf(text));
  const stems = stemsOf(sentence);
  return stems.length === 0 ? 0 : stems.filter((stem) => known.has(stem)).length / stems.length;
}

/** The paragraph that shares most with the sentence; the first one where none shares anything. */
function nearestPlace(sentence: string, passages: readonly SupportPassage[]): Support['place'] {
  const stems = new Set(stemsOf(sentence));
  let best: Support['place'];
  let most = -1;
  for (const { id, text } of passages) {
    for (const match of text.matchAll(/[^\n]+/gu)) {
      const shared = stemsOf(match[0]).filter((stem) => stems.has(stem)).length;
      if (shared <= most) continue;
      most = shared;
      best = { passageId: id, start: match.index, end: match.index + match[0].length };
    }
  }
  return best;
}
