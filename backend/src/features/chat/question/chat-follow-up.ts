/** Tells whether a question leans on the one before it. Without a model this is a matter of its form. Pure. */

/** Openings that continue a conversation, in English, Urdu and Roman Urdu. */
const CONTINUES =
  /^(?:and|but|or|so|ok|okay|now|then|also|what about|how about|what if|why(?: not| so)?\b[?!.]*$|same|instead|else|aur|lekin|phir|اور|لیکن|پھر)(?![\p{L}\p{N}])/iu;
/** Words that point at something said before. */
const POINTS_BACK =
  /(?<![\p{L}\p{N}])(?:it|its|this|these|those|they|them|their|yeh|woh|یہ|وہ|اس|ان)(?![\p{L}\p{N}])/iu;
/** A question of more words says what it is about, even with a pronoun in it. */
const MAX_POINTING_WORDS = 14;
/** A question of at most so many words is hardly one of its own when there was one before. */
const MAX_SHORT_WORDS = 3;

/** How much a question leans on the one before it: `open` by its beginning or its shortness, `points` by a pronoun. */
export type Leaning = 'none' | 'points' | 'open';

/** Tells how much a question leans on the one before it. */
export const leaningOf = (question: string): Leaning => {
  const words = question.match(/[\p{L}\p{N}\p{M}_'’]+/gu)?.length ?? 0;
  if (CONTINUES.test(question) || words <= MAX_SHORT_WORDS) return 'open';
  return words <= MAX_POINTING_WORDS && POINTS_BACK.test(question) ? 'points' : 'none';
};
