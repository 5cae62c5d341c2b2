/** What a screen reader is told of an answer that is still being made: finished sentences, never tokens. Pure. */
import { type AnswerSyntax, parseAnswer, plainAnswer } from './chat-markdown.ts';
import { readableTex } from './chat-tex.ts';

// The end of a sentence in the scripts of the book, with closing quotes and the citation markers that belong to it.
const SENTENCE_END = /[.!?…؟۔。！？]["'”’)\]»]*(?:\s*\[\d{1,3}\])*(?=\s)|\n{2,}/gu;

/** Newly finished text. */
export interface FinishedText {
  /** Plain text of the sentences that are finished and haven't been spoken; may be empty. */
  readonly text: string;
  /** Offset in the source up to which all is spoken. */
  readonly spoken: number;
}

/**
 * Finds what can be spoken.
 *
 * @param source The answer so far.
 * @param spoken Offset up to which it was spoken.
 * @param ended true: nothing more comes, the rest is spoken too.
 * @param syntax What counts as markup.
 */
export function finishedText(
  source: string,
  spoken: number,
  ended: boolean,
  syntax: AnswerSyntax = { formulas: false },
): FinishedText {
  // After a `replace` the text is shorter than what was spoken: begin anew.
  const from = spoken > source.length ? 0 : spoken;
  let until = source.length;
  if (!ended) {
    const ends = Array.from(source.slice(from).matchAll(SENTENCE_END));
    const last = ends.at(-1);
    until = last ? from + last.index + last[0].length : from;
  }
  const part = source.slice(from, until);
  const blocks = parseAnswer(part, ANY_MARKER, syntax);
  return { text: spokenText(readableTex(plainAnswer(part, blocks, false, { bareFormulas: true }))), spoken: until };
}

/** Every number is a marker when speaking: none is read out. */
const ANY_MARKER: ReadonlySet<number> = new Set(Array.from({ length: 1000 }, (_, number) => number));

/** Blanks as in speech: the one before a marker that fell away would make the full stop a word. */
function spokenText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:!?…،؛؟۔])/gu, '')
    .trim();
}
