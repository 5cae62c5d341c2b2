import { documentFrequency, findTerm, inverseDocumentFrequency } from './posting-table.ts';
import type { QuestionTerm } from './question-term.ts';
import type { SearchIndex } from './search-index.ts';
import type { Token } from './text-tokenizer.ts';
import { urduCommonness } from './urdu-stem.ts';
import { everydayCommonness } from './word-commonness.ts';
import { type Stemming, stemWord } from './word-stem.ts';
import { findVariant, type WordVariant } from './word-variants.ts';

/** Most distinct terms looked up for one question; the first ones are kept. */
export const MAX_QUESTION_TERMS = 200;
/** Most unseen words looked up under other forms: each costs a pass over the vocabulary. */
const MAX_VARIANTS = 12;

/** Looks up the words of one question; what was found for a word is kept for the question's parts. */
export class TermLookup {
  private readonly index: SearchIndex;
  private readonly stemming: Stemming;
  private readonly variants = new Map<string, WordVariant | undefined>();

  constructor(index: SearchIndex, stemming: Stemming) {
    this.index = index;
    this.stemming = stemming;
  }

  /** Distinct terms of content words, in their order. */
  termsOf(tokens: readonly Token[]): QuestionTerm[] {
    const terms: QuestionTerm[] = [];
    const seen = new Set<string>();
    for (const [place, token] of tokens.entries()) {
      const stem = stemWord(token.surface, this.stemming);
      if (seen.has(stem) || terms.length >= MAX_QUESTION_TERMS) continue;
      seen.add(stem);
      terms.push(...this.lookUp(token, stem, isKnownByParts(tokens, place)));
    }
    return terms;
  }

  private lookUp({ surface, role }: Token, stem: string, byParts: boolean): QuestionTerm[] {
    const exact = findTerm(this.index.words, stem);
    if (exact >= 0) return [this.term(surface, exact, false)];
    if (role === 'whole') return byParts ? [] : [this.term(surface, -1, false)];
    const variant = this.variantOf(surface);
    if (variant === undefined) return [this.term(surface, -1, false)];
    return variant.termIds.map((termId) => this.term(surface, termId, variant.isDoubtful));
  }

  private variantOf(surface: string): WordVariant | undefined {
    if (!this.variants.has(surface) && this.variants.size < MAX_VARIANTS) {
      this.variants.set(surface, findVariant(this.index, surface, this.stemming));
    }
    return this.variants.get(surface);
  }

  private urduCommonnessOf(surface: string): number {
    return this.stemming === 'urdu' ? urduCommonness(surface) : 0;
  }

  private term(surface: string, termId: number, isCorrected: boolean): QuestionTerm {
    const idf = inverseDocumentFrequency(this.index.ids.length, documentFrequency(this.index.words, termId));
    const commonness =
      this.stemming === 'prefix' ? 0 : Math.max(everydayCommonness(surface), this.urduCommonnessOf(surface));
    return { surface, termId, idf, isCorrected, commonness };
  }
}

/**
 * Tells whether an identifier that the collection does not have is known by its parts: by two at least, since what is
 * left of "MoveIt" without its function words is another word.
 */
function isKnownByParts(tokens: readonly Token[], place: number): boolean {
  return tokens[place + 1]?.role === 'part' && tokens[place + 2]?.role === 'part';
}
