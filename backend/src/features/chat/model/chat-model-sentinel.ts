/** Watches a model's text for the words by which it says that the passages do not answer. Pure. */
import { NOT_COVERED } from './chat-prompt.ts';

/** Text after the words that is waited for, UTF-16 units, so that the call ends by itself and is counted rightly. */
const MAX_AFTERWARDS = 200;
/** What may stand before the words: blanks, and what models like to put around a code word. */
const ONLY_MARKS = /^[\s"'`*_>«»“”.[\](){}-]*$/u;

/** What the watch saw. */
export interface SentinelWatch {
  /** The model said that the passages do not answer. */
  notCovered: boolean;
}

/**
 * Passes text on, without the words. At the beginning of an answer they end it; later they are dropped.
 * @param watch told what was seen, by the time that the iteration ends
 */
export async function* withoutSentinel(pieces: AsyncIterable<string>, watch: SentinelWatch): AsyncGenerator<string> {
  const filter = createFilter();
  let afterwards = 0;
  for await (const piece of pieces) {
    if (watch.notCovered) {
      afterwards += piece.length;
      if (afterwards > MAX_AFTERWARDS) return;
      continue;
    }
    const passed = filter.take(piece);
    if (passed === undefined) watch.notCovered = true;
    else if (passed !== '') yield passed;
  }
  const rest = filter.rest();
  if (!watch.notCovered && rest !== '') yield rest;
}

const createFilter = () => {
  let held = '';
  let isBeginning = true;
  return {
    /** What may be passed on; undefined when the words begin the answer. */
    take: (piece: string): string | undefined => {
      held += piece;
      const at = held.indexOf(NOT_COVERED);
      if (at >= 0) {
        if (isBeginning && ONLY_MARKS.test(held.slice(0, at))) return undefined;
        held = held.replaceAll(NOT_COVERED, '');
      }
      const free = held.length - beginningAtEnd(held);
      // At the beginning marks are held too: they may belong to the words.
      if (isBeginning && ONLY_MARKS.test(held.slice(0, free))) return '';
      isBeginning = false;
      const passed = held.slice(0, free);
      held = held.slice(free);
      return passed;
    },
    rest: (): string => held,
  };
};

/** Length of the longest end of a text that the words begin with. */
const beginningAtEnd = (text: string): number => {
  for (let length = Math.min(text.length, NOT_COVERED.length - 1); length > 0; length -= 1) {
    if (text.endsWith(NOT_COVERED.slice(0, length))) return length;
  }
  return 0;
};
