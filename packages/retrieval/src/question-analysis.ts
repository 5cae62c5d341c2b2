import { detectLatinLanguage, isFunctionWord, type LatinLanguage } from './function-words.ts';
import { expandGlossary } from './glossary-expansion.ts';
import { documentFrequency, findTerm, inverseDocumentFrequency } from './posting-table.ts';
import { isGreetingWord, isOrder } from './question-intent.ts';
import type { SearchIndex } from './search-index.ts';
import { nearestWord } from './spelling.ts';
import { type Token, tokenize } from './text-tokenizer.ts';
import { type LatinStemming, stemWord } from './word-stem.ts';

/** Longer questions are cut, in UTF-16 units. */
const MAX_QUESTION_LENGTH = 8000;
/** Most distinct terms looked up for one question; the first ones are kept. */
const MAX_QUESTION_TERMS = 200;
/** Most unseen words whose spelling is corrected: each costs a pass over the vocabulary. */
const MAX_CORRECTIONS = 12;

/** One content word of a question. */
export interface QuestionTerm {
  /** Normalized word as asked. */
  readonly surface: string;
  /** Place in the table of words, -1 when the collection does not have it. */
  readonly termId: number;
  /** Inverse document frequency, that of df 0 when unseen. */
  readonly idf: number;
  /** The collection does not have the word as asked, but one spelled much like it. */
  readonly isCorrected: boolean;
}

/** What a question asks for. */
export interface AnalyzedQuestion {
  /** Words for the channel of grams. */
  readonly tokens: readonly Token[];
  /** Terms as asked; then, where the glossary has other spellings, with the book's own terms. */
  readonly readings: readonly (readonly QuestionTerm[])[];
  /** False for greetings, orders to the program and blanks. */
  readonly isQuestion: boolean;
}

/** Takes a question apart: language, content words, spelling, glossary, and whether it is a question at all. */
export function analyzeQuestion(index: SearchIndex, question: string): AnalyzedQuestion {
  const all = tokenize(question.slice(0, MAX_QUESTION_LENGTH));
  const language = languageOf(all);
  const stemming = stemmingFor(index, language);
  const asked = contentOf(all, language);
  const expanded = expandGlossary(index.glossary, all);
  const rewritten = expanded === undefined ? undefined : contentOf(expanded, language);
  const readings = [asked, ...(rewritten === undefined ? [] : [rewritten])];
  const isGreeting = asked.every((token) => isGreetingWord(token.surface));
  return {
    tokens: readings.flat(),
    readings: readings.map((tokens) => questionTerms(index, tokens, stemming)),
    isQuestion: !isGreeting && !isOrder(question.slice(0, MAX_QUESTION_LENGTH)),
  };
}

/** Splits a question into the distinct terms of its content words, stemmed as the index is. */
export function contentTerms(
  question: string,
  index: SearchIndex | undefined,
): { terms: string[]; stemming: LatinStemming } {
  const all = tokenize(question.slice(0, MAX_QUESTION_LENGTH));
  const language = languageOf(all);
  const stemming = index === undefined ? 'english' : stemmingFor(index, language);
  const readings = [all, ...(index === undefined ? [] : [expandGlossary(index.glossary, all) ?? []])];
  const terms = readings.flatMap((tokens) => contentOf(tokens, language).map(({ surface }) => termOf(surface)));
  return { terms: [...new Set(terms)].slice(0, MAX_QUESTION_TERMS), stemming };

  function termOf(surface: string): string {
    const term = stemWord(surface, stemming);
    if (index === undefined || findTerm(index.words, term) >= 0) return term;
    const correction = nearestWord(index, surface);
    return correction === undefined ? term : (index.words.terms[correction.termId] ?? term);
  }
}

type QuestionLanguage = LatinLanguage | 'en' | undefined;

const languageOf = (tokens: readonly Token[]): QuestionLanguage =>
  detectLatinLanguage(tokens.map((token) => token.surface));

/** Stemming for a question: that of its language where it shows, else that of most documents. */
function stemmingFor(index: SearchIndex, language: QuestionLanguage): LatinStemming {
  if (language === undefined || language === 'romanUrdu') return index.latinStemming;
  return language === 'en' ? 'english' : 'prefix';
}

/** Content words: greetings at the beginning and function words dropped, unless nothing else is left. */
function contentOf(tokens: readonly Token[], language: QuestionLanguage): readonly Token[] {
  const content = tokens.filter((token) => !isFunctionWord(token.surface, language));
  if (content.length === 0) return tokens;
  const first = content.findIndex((token) => !isGreetingWord(token.surface));
  return first < 0 ? content : content.slice(first);
}

/** Looks up distinct content words, in their order. */
function questionTerms(index: SearchIndex, tokens: readonly Token[], stemming: LatinStemming): QuestionTerm[] {
  const terms: QuestionTerm[] = [];
  const seen = new Set<string>();
  let corrections = 0;
  for (const { surface, role } of tokens) {
    const term = stemWord(surface, stemming);
    if (seen.has(term) || terms.length === MAX_QUESTION_TERMS) continue;
    seen.add(term);
    const exact = findTerm(index.words, term);
    // An identifier that the book does not have is known by its parts.
    if (exact < 0 && role === 'whole') continue;
    const isLookedUp = exact < 0 && corrections++ < MAX_CORRECTIONS;
    const termId = isLookedUp ? (nearestWord(index, surface)?.termId ?? -1) : exact;
    const idf = inverseDocumentFrequency(index.ids.length, documentFrequency(index.words, termId));
    terms.push({ surface, termId, idf, isCorrected: exact < 0 && termId >= 0 });
  }
  return terms;
}
