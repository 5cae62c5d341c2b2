import { stemmer } from 'stemmer';

const ASKS_AMOUNT =
  /\b(?:how (?:many|much|long|far|fast|old|often|large|big|high|tall|deep|wide|heavy|quickly)|number of|percentage|(?:what|which) (?:rate|speed|frequency|percentage|size|distance|voltage|range)|rate|ballpark|roughly how)\b|کتن|كم|сколько|कितन|多少|几|いくつ/iu;
const ASKS_TIME =
  /\b(?:(?:what|which) year|until (?:when|what)|since when|how (?:long|old)|when)\b|کب|متى|когда|कब|何年|いつ/iu;
const ASKS_YEAR = /\b(?:(?:what|which) year|until (?:when|what)|since when)\b|何年/iu;
/** The words behind "how many": what is counted is among them. */
const COUNTED = /\bhow many (\p{L}+)(?: (\p{L}+))?/iu;
const VERB_WITH_S = /^(?:does|is|was|has)$/iu;

const DIGIT = /\p{N}/u;
const YEAR = /(?<!\p{N})(?:1\d|20)\d\d(?!\p{N})/u;
const NUMBER_WORD =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|twice)\b/iu;
/** Fit of a number of which nobody knows what it counts. */
const PLAIN_NUMBER_FIT = 0.75;
/** Words looked at behind a number for what it counts. */
const COUNT_WINDOW = 3;

/** What kind of number a question asks for. */
export interface NumberQuestion {
  readonly wantsYear: boolean;
  /** Stem of what is counted, after "how many". */
  readonly counted: string | undefined;
}

/** Tells whether a question asks for a number, and for which one; `undefined` when it does not. */
export function numberQuestion(question: string): NumberQuestion | undefined {
  if (!ASKS_AMOUNT.test(question) && !ASKS_TIME.test(question)) return undefined;
  return { wantsYear: ASKS_YEAR.test(question), counted: countedStem(question) };
}

/** The first plural behind "how many" (of "different messages" the second word), else the word behind it. */
function countedStem(question: string): string | undefined {
  const words =
    COUNTED.exec(question)
      ?.slice(1)
      .filter((word) => word !== undefined) ?? [];
  const counted = words.find((word) => word.endsWith('s') && !VERB_WITH_S.test(word)) ?? words[0];
  return counted === undefined ? undefined : stemmer(counted.toLowerCase());
}

/**
 * How far a sentence has the number that a question asks for, 0…1: 1 for a year, or for a number with what it counts.
 * Numbers in words stand in every other sentence ("two", "half") and fit only there.
 */
export function numberFit(sentence: string, { wantsYear, counted }: NumberQuestion): number {
  if (wantsYear) return YEAR.test(sentence) ? 1 : 0;
  if (counted !== undefined && countsIn(sentence, counted)) return 1;
  return DIGIT.test(sentence) ? PLAIN_NUMBER_FIT : 0;
}

function countsIn(sentence: string, counted: string): boolean {
  const words = sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.some(
    (word, place) =>
      (DIGIT.test(word) || NUMBER_WORD.test(word)) &&
      words.slice(place + 1, place + 1 + COUNT_WINDOW).some((next) => stemmer(next) === counted),
  );
}
