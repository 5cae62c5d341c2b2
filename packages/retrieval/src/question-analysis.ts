import { detectLatinLanguage, isFunctionWord, type LatinLanguage } from './function-words.ts';
import { expandGlossary } from './glossary-expansion.ts';
import { isGreetingWord, isOrder } from './question-intent.ts';
import type { QuestionTerm } from './question-term.ts';
import { TermLookup } from './question-terms.ts';
import type { SearchIndex } from './search-index.ts';
import { splitSentences } from './sentence-splitter.ts';
import { type Token, tokenize } from './text-tokenizer.ts';
import { transliterate } from './transliteration.ts';
import { type Stemming, stemWord } from './word-stem.ts';

/** Longer questions are cut, in UTF-16 units. */
const MAX_QUESTION_LENGTH = 8000;
/** Most sentences judged one by one. */
const MAX_SENTENCES = 8;
/** A sentence of fewer content words does not say by itself what is asked. */
const LEAST_SENTENCE_TERMS = 2;
/** A sentence that asks: by its mark, or by its first word. */
const ASKS = /[?？؟]\s*$|^\W*(?:how|what|which|who|where|when|why|can|could|does|do|did|is|are|should|will|would)\b/iu;

/** What a question asks for. */
export interface AnalyzedQuestion {
  /** Words for the channel of grams. */
  readonly tokens: readonly Token[];
  /** Terms as asked; then as the glossary has them, and in the other script. */
  readonly readings: readonly (readonly QuestionTerm[])[];
  /** Terms of each sentence that asks, where a question has several sentences. */
  readonly askedSentences: readonly (readonly QuestionTerm[])[];
  /** False for greetings, orders to the program and blanks. */
  readonly isQuestion: boolean;
}

/** Takes a question apart: language, content words, their forms, glossary, and whether it is a question at all. */
export function analyzeQuestion(index: SearchIndex, question: string): AnalyzedQuestion {
  const text = question.slice(0, MAX_QUESTION_LENGTH);
  const all = tokenize(text);
  const language = languageOf(all);
  const lookup = new TermLookup(index, stemmingFor(index, language));
  const readings = [...readingsOf(index, all, language), ...glossReadings(index, all, language)];
  const isGreeting = readings[0]?.every((token) => isGreetingWord(token.surface)) ?? true;
  return {
    tokens: readings.flat(),
    readings: readings.map((tokens) => lookup.termsOf(tokens)),
    askedSentences: sentencesThatAsk(text)
      .flatMap((sentence) => readingsOf(index, tokenize(sentence), language))
      .map((tokens) => lookup.termsOf(tokens))
      .filter((terms) => terms.length >= LEAST_SENTENCE_TERMS),
    isQuestion: !isGreeting && !isOrder(text),
  };
}

/** Looks up the distinct terms of all readings of a question in an index. */
export function questionTerms(question: string, index: SearchIndex): { terms: QuestionTerm[]; stemming: Stemming } {
  const all = tokenize(question.slice(0, MAX_QUESTION_LENGTH));
  const language = languageOf(all);
  const stemming = stemmingFor(index, language);
  return { terms: new TermLookup(index, stemming).termsOf(readingsOf(index, all, language).flat()), stemming };
}

/** Stems the content words of an English question, without an index to look them up in. */
export function questionStems(question: string): Set<string> {
  const all = tokenize(question.slice(0, MAX_QUESTION_LENGTH));
  return new Set(contentOf(all, languageOf(all)).map(({ surface }) => stemWord(surface, 'english')));
}

/** Stems the content words of a text: as it stands; then as the glossary has them, and in the other script. */
export function readingStems(text: string, stemming: Stemming, index: SearchIndex | undefined): ReadonlySet<string>[] {
  const all = tokenize(text.slice(0, MAX_QUESTION_LENGTH));
  const readings = index === undefined ? [contentOf(all, languageOf(all))] : readingsOf(index, all, languageOf(all));
  return readings.map((tokens) => new Set(tokens.map(({ surface }) => stemWord(surface, stemming))));
}

/**
 * Content words as asked; then, where the glossary has other spellings, with the book's own terms; then, where words are known in the other script, with these.
 */
function readingsOf(index: SearchIndex, all: readonly Token[], language: QuestionLanguage): (readonly Token[])[] {
  const expanded = expandGlossary(index.glossary, all);
  const asked = [contentOf(all, language), ...(expanded === undefined ? [] : [contentOf(expanded, language)])];
  const heard = asked.map((tokens) => transliterate(index, tokens)).filter((tokens) => tokens !== undefined);
  return [...asked, ...heard];
}

/**
 * Content words with the Urdu glosses of the book's terms, for an Urdu collection. To find sections only: a gloss has
 * several words for one, and would outweigh the rest of the question where sentences are chosen.
 */
function glossReadings(index: SearchIndex, all: readonly Token[], language: QuestionLanguage): (readonly Token[])[] {
  if (index.stemming !== 'urdu') return [];
  const glossed = expandGlossary(index.glossary, all, 'urdu');
  if (glossed === undefined) return [];
  const content = contentOf(glossed, language);
  const heard = transliterate(index, content);
  return [content, ...(heard === undefined ? [] : [heard])];
}

/** The sentences that ask something, of a text of several; none when all is one sentence. */
function sentencesThatAsk(text: string): string[] {
  const sentences = splitSentences(text).map(({ start, end }) => text.slice(start, end));
  if (sentences.length < 2) return [];
  return sentences.filter((sentence) => ASKS.test(sentence)).slice(0, MAX_SENTENCES);
}

type QuestionLanguage = LatinLanguage | 'en' | undefined;

const languageOf = (tokens: readonly Token[]): QuestionLanguage =>
  detectLatinLanguage(tokens.map((token) => token.surface));

/** Stemming for a question: that of its language where it shows, else that of most documents. Urdu's serves English too. */
function stemmingFor(index: SearchIndex, language: QuestionLanguage): Stemming {
  if (index.stemming === 'urdu') return index.stemming;
  if (language === undefined || language === 'romanUrdu') return index.stemming;
  return language === 'en' ? 'english' : 'prefix';
}

/** Content words: greetings at the beginning and function words dropped, unless nothing else is left. */
function contentOf(tokens: readonly Token[], language: QuestionLanguage): readonly Token[] {
  const content = tokens.filter((token) => !isFunctionWord(token.surface, language));
  if (content.length === 0) return tokens;
  const first = content.findIndex((token) => !isGreetingWord(token.surface));
  return first < 0 ? content : content.slice(first);
}
