import { NEGATIONS } from './support-lexicon.ts';
import { numberOf } from './support-quantity.ts';
import type { SupportTerm } from './support-term.ts';
import {
  deniedWord,
  isContrast,
  isFunctional,
  isIdentifier,
  isLimited,
  isUnitOf,
  quantityAt,
  sentenceTokens,
} from './support-token.ts';
import { everydayCommonness } from './word-commonness.ts';
import { stemWord } from './word-stem.ts';

/** A word in its order, whether it is of matter or only joins others. */
export interface SupportWord {
  /** Form under which it is compared; forms of one function word are the same. */
  readonly form: string;
  /** Place of its term among those of the sentence; undefined for a function word. */
  readonly term?: number;
  readonly clause: number;
  /** Whether a mark or a conjunction parts it from the word before. */
  readonly isApart: boolean;
  readonly isNegation: boolean;
  /** Behind an article, a preposition or another word that leads a noun. */
  readonly isLed: boolean;
}

/** What was read of a sentence. */
export interface SentenceReading {
  readonly terms: readonly SupportTerm[];
  readonly words: readonly SupportWord[];
  /** Where the reading ended. */
  readonly place: number;
  readonly clause: number;
}

/** Where a sentence begins, and what a pronoun at its beginning may stand for. */
export interface ReadingStart {
  readonly sentence: number;
  readonly place: number;
  readonly clause: number;
  readonly echoed: readonly SupportTerm[];
}

const BREAK =
  /^(?:but|while|whereas|although|though|because|since|which|who|whose|when|where|if|unless|whilst|and|or|so)$/u;
const PRONOUN =
  /^(?:it|its|they|them|their|theirs|he|his|she|her|him|this|these|those|which|who|whose|that|itself|themselves)$/u;
const RELATIVE = /^(?:which|who|whose|that)$/u;
const ARTICLE = /^(?:an?|the)$/u;
/** What leads a noun. */
const LEADING =
  /^(?:an?|the|this|that|these|those|its|their|his|her|each|every|some|any|no|of|in|on|at|with|without|for|from|to|into|by|than|as|per|between|through|both|all|most|many|few|more|less|one|own|same|other|another)$/u;
const LIST_GOES_ON = /^(?:or|nor|an?|any)$/iu;
const CLAUSE_END = /^[,;:()—–\n]$/u;
/** Distances between neighbours, in words. */
const COMMA = 2;
const SEMICOLON = 4;
const CONJUNCTION = 2;
const LEAST_WEIGHT = 0.3;
/** What the commonest word of all loses of its weight. */
const COMMON_SHARE = 0.7;
/** Terms behind a negation that it denies before all others. */
const DENIED_TERMS = 2;

/** Forms of a function word that say the same. */
const FORMS: ReadonlyMap<string, string> = new Map(
  [
    'be is are was were been being am',
    'have has had having',
    'do does did',
    'this these',
    'that those which who whom',
    'it they',
    'its their',
    'him them',
    'can could may might',
    'will would shall',
    'need needs needed',
  ].flatMap((line) => line.split(' ').map((form, _, [first = form]): [string, string] => [form, first])),
);

/** Reads a sentence's tokens one after another into terms and words. */
class SentenceReader {
  readonly terms: SupportTerm[];
  readonly words: SupportWord[] = [];
  place: number;
  clause: number;
  readonly #tokens: readonly string[];
  readonly #sentence: number;
  #isNegated = false;
  /** Terms since the last negation of the clause. */
  #sinceNegation = Number.POSITIVE_INFINITY;
  #isFirst = true;
  #isApart = true;
  #isLed = false;

  constructor(raw: string, { sentence, place, clause, echoed }: ReadingStart) {
    this.#tokens = sentenceTokens(raw);
    this.#sentence = sentence;
    this.place = place;
    this.clause = clause;
    this.terms = echoed.map((term) => ({
      ...term,
      place: place + 1,
      sentence,
      clause,
      isNegated: false,
      isDenied: false,
      isEcho: true,
    }));
    for (let at = 0; at < this.#tokens.length; at++) {
      const token = this.#tokens[at] ?? '';
      if (CLAUSE_END.test(token)) this.#endClause(token, this.#tokens[at + 1] ?? '');
      else if (!/^[.!?]$/u.test(token)) {
        this.place++;
        at += this.#read(at);
      }
    }
  }

  /** A mark that ends a clause. "You need no robot, a camera or a screen": a list goes on with what is denied. */
  #endClause(token: string, next: string): void {
    this.place += token === ',' ? COMMA : SEMICOLON;
    this.clause++;
    this.#isApart = true;
    if (token !== ',' || !LIST_GOES_ON.test(next)) this.#isNegated = false;
  }

  /** Reads what stands at a place that is no mark; gives how many further tokens belong to it. */
  #read(at: number): number {
    const token = this.#tokens[at] ?? '';
    const lower = token.toLowerCase();
    const next = (this.#tokens[at + 1] ?? '').toLowerCase();
    if (lower === 'that') this.#isNegated = false;
    if (PRONOUN.test(lower) && this.terms.length > 0) this.#echo(lower);
    if (BREAK.test(lower)) {
      this.#conjoin(lower);
      return 0;
    }
    if (isContrast(lower, next)) {
      this.#isNegated = true;
      this.#sinceNegation = 0;
      this.#pushWord(lower, { isNegation: true });
      return 1;
    }
    if (NEGATIONS.has(lower)) {
      const denies = !isLimited(lower, next);
      this.#isNegated ||= denies;
      if (denies) this.#sinceNegation = 0;
      this.#isFirst = false;
      this.#pushWord(lower, { isNegation: denies });
      return 0;
    }
    const value = numberOf(token);
    if (value === undefined) {
      if (!isUnitOf(token, this.#tokens[at - 1] ?? '')) this.#readWord(token, lower);
      return 0;
    }
    const { quantity, used } = quantityAt(this.#tokens, at, value);
    this.#pushTerm({ stem: `#${quantity.value}`, surface: token, weight: 1, quantity, isName: false });
    this.#isFirst = false;
    return used;
  }

  #readWord(token: string, lower: string): void {
    const isCode = isIdentifier(token);
    const isName = isCode || (/^\p{Lu}/u.test(token) && (!this.#isFirst || everydayCommonness(lower) === 0));
    this.#isFirst = false;
    if (!isCode && isFunctional(lower)) {
      this.#pushWord(lower);
      return;
    }
    const surface = lower.replace(/['’]s$/u, '');
    const denied = deniedWord(surface);
    const stem = isCode ? surface : stemWord(denied ?? surface, 'english');
    const weight = isName ? 1 : Math.max(LEAST_WEIGHT, 1 - COMMON_SHARE * everydayCommonness(denied ?? surface));
    this.#pushTerm({ stem, surface, weight, isName }, denied !== undefined);
  }

  #pushTerm(term: Pick<SupportTerm, 'stem' | 'surface' | 'weight' | 'isName' | 'quantity'>, isDenied = false): void {
    this.#pushWord(term.stem, { term: this.terms.length, isNegation: isDenied });
    this.terms.push({
      ...term,
      place: this.place,
      sentence: this.#sentence,
      clause: this.clause,
      isNegated: this.#isNegated !== isDenied,
      isDenied: isDenied || (this.#isNegated && this.#sinceNegation < DENIED_TERMS),
    });
    this.#sinceNegation++;
  }

  #pushWord(word: string, { term, isNegation = false }: { term?: number; isNegation?: boolean } = {}): void {
    if (ARTICLE.test(word)) {
      this.#isLed = true;
      return;
    }
    this.words.push({
      form: FORMS.get(word) ?? word,
      ...(term === undefined ? {} : { term }),
      clause: this.clause,
      isApart: this.#isApart,
      isNegation,
      isLed: this.#isLed,
    });
    this.#isApart = false;
    this.#isLed = LEADING.test(word) || word.startsWith('#');
  }

  #echo(pronoun: string): void {
    const own = this.terms.filter((term) => !term.isEcho);
    const near = RELATIVE.test(pronoun) ? own.slice(-2) : own.slice(0, 2);
    const within = BREAK.test(pronoun) ? this.clause + 1 : this.clause;
    this.terms.push(
      ...near.map((term) => ({
        ...term,
        place: this.place,
        clause: within,
        isNegated: this.#isNegated,
        isDenied: false,
        isEcho: true,
      })),
    );
  }

  /** A conjunction: a new clause with a subject of its own is not denied by the one before; "or" only goes on. */
  #conjoin(word: string): void {
    this.place += CONJUNCTION;
    if (word !== 'or') {
      this.clause++;
      this.#isNegated = false;
    }
    this.#isApart = true;
    this.#pushWord(word);
    this.#isApart = word !== 'or';
  }
}

/** Reads a sentence. */
export function readSentence(raw: string, start: ReadingStart): SentenceReading {
  const { terms, words, place, clause } = new SentenceReader(raw, start);
  return { terms, words, place, clause };
}
