import { readSentence, type SupportWord } from './support-reader.ts';
import { type WordSequence, wordSequence } from './support-runs.ts';
import type { SupportTerm } from './support-term.ts';
import { sentenceSpans } from './support-token.ts';

/** A sentence of a text that was taken apart. */
export interface SupportSentence {
  readonly start: number;
  readonly end: number;
  readonly terms: readonly SupportTerm[];
  /** All words in their order; places of terms are those in the text's. */
  readonly words: readonly SupportWord[];
  /** Leans on the sentence before it: "It", "This", "The former". */
  readonly isAnaphoric: boolean;
  /** Says nothing itself: a question, a supposition, an opinion in quotation marks. */
  readonly isOpen: boolean;
}

/** A text that was taken apart. */
export interface SupportText {
  readonly sentences: readonly SupportSentence[];
  readonly terms: readonly SupportTerm[];
  /** Places in `terms` by stem. */
  readonly byStem: ReadonlyMap<string, readonly number[]>;
  readonly sequence: WordSequence;
}

const ANAPHOR =
  /^(?:it|its|this|that|these|those|they|their|he|she|his|her|him|both|such|the (?:former|latter|first|second|third|reason|result|price|same|other|one)|each|there|then|so|but|and|or|here|one)\b/iu;
/** A question, an opinion in quotation marks, a supposition, an order to say something. */
const OPEN =
  /[?？؟]["'”’»)\]]*$|^["“«][^"”»]*["”»][.!]?$|^whether\b|^(?:if|suppose|imagine|assume)\b[^,]*\bwere\b|(?:^|[:,;>]\s?|\bmust |\bshould |\balways )(?:state|say|claim|pretend|answer|reply|respond|write|tell \w+(?: \w+)?) that\b/iu;
/** Terms of a sentence that a pronoun in the next one may stand for. */
const ECHOED = 4;
/** Distances between neighbouring sentences, in words. */
const SENTENCE = 12;
const LEANING_SENTENCE = 3;

/** Takes a text apart into sentences, their terms and their words. */
export function analyzeSupportText(text: string): SupportText {
  const sentences: SupportSentence[] = [];
  const spans = sentenceSpans(text);
  let place = 0;
  let clause = 0;
  let count = 0;
  spans.forEach(({ start, end }, sentence) => {
    const raw = text.slice(start, end);
    const isAnaphoric = ANAPHOR.test(raw);
    if (sentence > 0) place += isAnaphoric ? LEANING_SENTENCE : SENTENCE;
    const echoed = isAnaphoric ? leadingTerms(sentences.at(-1)?.terms ?? []) : [];
    const reading = readSentence(raw, { sentence, place, clause, echoed });
    const from = count;
    const words = reading.words.map((word) => (word.term === undefined ? word : { ...word, term: word.term + from }));
    place = reading.place;
    clause = reading.clause + 1;
    count += reading.terms.length;
    sentences.push({ start, end, terms: reading.terms, words, isAnaphoric, isOpen: OPEN.test(raw) });
  });
  const terms = sentences.flatMap((sentence) => sentence.terms);
  return { sentences, terms, byStem: placesByStem(terms), sequence: wordSequence(text, spans) };
}

function placesByStem(terms: readonly SupportTerm[]): Map<string, number[]> {
  const byStem = new Map<string, number[]>();
  terms.forEach(({ stem }, at) => {
    const places = byStem.get(stem);
    if (places) places.push(at);
    else byStem.set(stem, [at]);
  });
  return byStem;
}

/** What a pronoun may stand for: what the sentence before begins with. */
const leadingTerms = (terms: readonly SupportTerm[]): readonly SupportTerm[] => {
  const leading = terms.filter(({ isEcho }) => !isEcho).slice(0, ECHOED);
  return leading.length > 1 ? leading : [...leading, ...terms.filter(({ isEcho }) => isEcho)].slice(0, ECHOED);
};
