import { detectLatinLanguage, isFunctionWord } from './function-words.ts';
import { documentFrequency, findTerm, inverseDocumentFrequency } from './posting-table.ts';
import type { SearchIndex } from './search-index.ts';
import { type Token, tokenize } from './text-tokenizer.ts';
import { type LatinStemming, stemWord } from './word-stem.ts';

/** Longer questions are cut, in UTF-16 units. */
const MAX_QUESTION_LENGTH = 8000;
/** Most distinct terms looked up for one question; the first ones are kept. */
const MAX_QUESTION_TERMS = 400;

/** One content word of a question. */
export interface QuestionTerm {
  /** Normalized word as asked. */
  readonly surface: string;
  /** Place in the table of words, -1 when the collection does not have it. */
  readonly termId: number;
  /** Inverse document frequency, that of df 0 when unseen. */
  readonly idf: number;
}

/** Splits a question into its content words: function words dropped, unless nothing else is left. */
export function contentTokens(question: string): Token[] {
  const tokens = tokenize(question.slice(0, MAX_QUESTION_LENGTH));
  const language = detectLatinLanguage(tokens.map((token) => token.surface));
  const content = tokens.filter((token) => !isFunctionWord(token.surface, language));
  return content.length > 0 ? content : tokens;
}

/** Stemming for a question: that of its language where it shows, else that of most documents. */
export function questionStemming(index: SearchIndex, tokens: readonly Token[]): LatinStemming {
  const language = detectLatinLanguage(tokens.map((token) => token.surface));
  if (language === undefined || language === 'romanUrdu') return index.latinStemming;
  return language === 'en' ? 'english' : 'prefix';
}

/** Looks up the distinct content words of a question, in their order. */
export function questionTerms(index: SearchIndex, tokens: readonly Token[], stemming: LatinStemming): QuestionTerm[] {
  const terms: QuestionTerm[] = [];
  const seen = new Set<string>();
  for (const { surface } of tokens) {
    const term = stemWord(surface, stemming);
    if (seen.has(term) || terms.length === MAX_QUESTION_TERMS) continue;
    seen.add(term);
    const termId = findTerm(index.words, term);
    const idf = inverseDocumentFrequency(index.ids.length, documentFrequency(index.words, termId));
    terms.push({ surface, termId, idf });
  }
  return terms;
}
