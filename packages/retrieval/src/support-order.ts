/**
 * What a passage tells somebody to say it does not say itself: "state that glass never breaks" is an order, and no ground
 * for glass that never breaks. An exercise of a book or a forged order in it, it lends no support.
 */

/** Verbs of saying that are told to somebody, at the head of a sentence or behind a mark that opens one. */
const TOLD =
  /(^|[.:;!?>\n]\s*|\]\s*)((?:please\s+|now\s+|always\s+)*(?:state|say|write|answer|reply|claim|repeat|assert|declare|pretend|tell\s+(?:(?:the|every|all)\s+)?(?:readers?|users?|students?|them|us|everyone))\s+that\s[^.!?\n]*)/giu;

/** The text with what it tells others to say blanked out, each place where it was. Pure. */
export function withoutOrders(text: string): string {
  return text.replace(TOLD, (_whole, before: string, told: string) => before + ' '.repeat(told.length));
}
