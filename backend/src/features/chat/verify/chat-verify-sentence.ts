/** Where the sentences of an answer end. Pure. */

const TERMINATED = /(?:[.!?؟۔。！？।…]+)["'”’»)\]*_`]*$/u;
/** Closes a sentence whatever follows. */
const STRONG = /[؟۔。！？।]["'”’»)\]*_`]*$/u;
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|cf|vs|approx|resp|incl|figs?|eqs?|sec|ch|nos?|vol|pp?|al|dr|mr|mrs|ms|prof|st)\.$/iu;
const CLOSING = /^["'”’»)\]*_`.!?؟۔。！？।…,;:，；：、]+$/u;
const GOES_ON = /^[\p{Ll}]/u;

/** Whether a text may end a sentence here. */
const isTerminated = (text: string): boolean => TERMINATED.test(text) && !ABBREVIATION.test(text);

/** Whether it ends one even though nothing parts it from the next. */
const isStronglyTerminated = (text: string): boolean => STRONG.test(text);

/** Whether a piece only closes what stands before it. */
export const isClosing = (text: string): boolean => CLOSING.test(text);

/** Whether a piece goes on with the sentence before it, although that seemed to be over. */
const goesOn = (text: string): boolean => GOES_ON.test(text);

/** true when a sentence has ended where these words begin. @param before what was written of it, blanks included */
export const isOverBefore = (before: string, words: string): boolean => {
  const said = before.trimEnd();
  const isParted = /\s$/u.test(before) || isStronglyTerminated(before);
  return isTerminated(said) && isParted && (isStronglyTerminated(said) || !goesOn(words));
};
