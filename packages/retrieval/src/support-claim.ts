/** Tells sentences that claim something from those that only lead through an answer. */

/** Ways to begin what only announces, greets, or speaks of the answer itself. */
const LEADING =
  /^(?:in (?:short|summary|brief|other words)|to (?:sum up|summari[sz]e|conclude|answer your question)|(?:here|below|above) (?:is|are|you)|let(?:'s| us)\b|sure\b|certainly\b|of course\b|hello\b|hi\b|thanks?\b|you(?:'re| are) welcome|good question|great question|i (?:hope|can|could|cannot|can't|am|'m|will|would)\b|the (?:passages?|sources?|excerpts?|provided (?:text|passages)|book|chapter|section) (?:do(?:es)? not|don't|doesn't|say|says|explains?|describes?|covers?|mentions?|gives? no|provides?)\b[^.]{0,40}$|based on the (?:passages|sources|book)\b[^.]{0,20}$)/iu;
const WORD = /[\p{L}\p{N}]+/gu;
const NUMBER = /\p{N}/u;
/** A script without blanks says much in one word. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]{4,}/u;
const SHORTEST_CLAIM = 3;
const LONGEST_LEADING = 9;

/** Whether a sentence says anything that a passage has to bear out. */
export function isClaim(sentence: string): boolean {
  const text = sentence.replace(/[*_`>#|]/gu, ' ').trim();
  const words = text.match(WORD)?.length ?? 0;
  if (words === 0) return false;
  if (/[?？؟]["'”’»)\]]*$/u.test(text)) return false;
  if (UNSPACED.test(text)) return true;
  if (words < SHORTEST_CLAIM && !NUMBER.test(text)) return false;
  if (/[:：]$/u.test(text) && !NUMBER.test(text)) return words > LONGEST_LEADING * 2;
  return !(LEADING.test(text) && words <= LONGEST_LEADING && !NUMBER.test(text));
}
