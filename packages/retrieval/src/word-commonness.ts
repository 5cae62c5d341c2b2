import { stemmer } from 'stemmer';
import { EVERYDAY_STEMS } from './everyday-word-list.ts';

const ENGLISH_WORD = /^[a-z]+$/;
/** Numbers of one or two digits stand in many texts that have nothing in common. */
const SMALL_NUMBER = /^\d{1,2}$/;
const SMALL_NUMBER_COMMONNESS = 0.4;

let rankByStem: ReadonlyMap<string, number> | undefined;

function rankOf(stem: string): number | undefined {
  rankByStem ??= new Map(
    EVERYDAY_STEMS.flatMap((stems, rank) => stems.split(' ').map((each): [string, number] => [each, rank])),
  );
  return rankByStem.get(stem);
}

/**
 * Says how common a normalized word is in everyday English, 0 (rare, or of another language) … 1 (one of the
 * commonest): a step of 1/5 for each half step on the Zipf scale.
 *
 * @see https://doi.org/10.1080/17470218.2013.850521
 */
export function everydayCommonness(word: string): number {
  if (SMALL_NUMBER.test(word)) return SMALL_NUMBER_COMMONNESS;
  const rank = ENGLISH_WORD.test(word) ? rankOf(stemmer(word)) : undefined;
  return rank === undefined ? 0 : 1 - rank / EVERYDAY_STEMS.length;
}
