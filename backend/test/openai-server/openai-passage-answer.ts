/**
 * The answer of a server that nobody scripted: sentences copied out of the prompt's numbered passages with their
 * markers, and one that no passage supports, so that a person sees how the page shows it.
 */
import type { ChatRequest } from './openai-request.ts';

/** A numbered passage of a prompt. */
interface NumberedPassage {
  readonly number: number;
  readonly text: string;
}

/** `[1]`, `[1] Heading`, `Passage 1:`, `<passage id="1">`, `<passage n='1'>` or `### 1.` at the beginning of a line. */
const PASSAGE_START =
  /^[ \t]*(?:#{1,6}[ \t]*)?(?:\[(\d{1,3})\]|passage[ \t]+(\d{1,3})[:.]?|<\w+[^>\n]*?=["']?(\d{1,3})["']?[^>\n]*>|(\d{1,3})[.)](?=[ \t]))/gim;
const SENTENCE = /[^.!?。۔؟\n]{30,300}[.!?。۔؟](?=\s|$)/gu;
const MOST_SENTENCES = 3;
const INVENTED = 'This was discovered in 1873 by a baker in Lisbon';

/** Answers from the passages of a prompt; without any, with the last line that the user wrote. */
export function answerFromPassages({ messages }: ChatRequest): string {
  const question = messages.findLast(({ role }) => role === 'user')?.text ?? '';
  const passages = messages.flatMap(({ text }) => findPassages(text));
  const words = new Set(wordsOf(question.slice(-500)));
  const sentences = passages
    .map(({ number, text }) => ({ number, sentence: bestSentence(text, words) }))
    .filter(({ sentence }) => sentence !== undefined)
    .slice(0, MOST_SENTENCES)
    .map(({ number, sentence = '' }) => `${sentence.slice(0, -1)} [${number}]${sentence.slice(-1)}`);
  if (sentences.length === 0) return question.trim().split('\n').at(-1) ?? '';
  return [...sentences, `${INVENTED} [${passages[0]?.number ?? 1}].`].join(' ');
}

function findPassages(text: string): NumberedPassage[] {
  const starts = [...text.matchAll(PASSAGE_START)];
  return starts.map((start, index) => ({
    number: Number(start.slice(1).find((number) => number !== undefined)),
    text: text.slice(start.index + start[0].length, starts[index + 1]?.index),
  }));
}

function bestSentence(text: string, words: ReadonlySet<string>): string | undefined {
  const sentences = [...text.matchAll(SENTENCE)].map(([sentence]) => sentence.trim());
  const score = (sentence: string) => wordsOf(sentence).filter((word) => words.has(word)).length;
  return sentences.toSorted((first, second) => score(second) - score(first))[0];
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
