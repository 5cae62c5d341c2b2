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

/** `<lectern-passage number="1" …>…</lectern-passage>`, or any other tag with a number of its own. */
const TAGGED = /<([\w-]+)[^>\n]*?\s(?:number|id|n)=["']?(\d{1,3})["']?[^>\n]*>([\s\S]*?)<\/\1>/g;
/** `[1]`, `[1] Heading`, `### [1]` or `Passage 1:` at the beginning of a line, up to the next one. */
const LISTED = /^[ \t#]*(?:\[(\d{1,3})\]|passage[ \t]+(\d{1,3})[:.]?)/gim;
const QUESTION = /<([\w-]*question[\w-]*)>([\s\S]*?)<\/\1>/g;
/** What stands before a passage's own text. */
const HEAD = /^[\s\S]*?^Text:$/m;
const SENTENCE = /[^.!?。۔؟\n]{30,300}[.!?。۔؟](?=\s|$)/gu;
const MOST_SENTENCES = 3;
const INVENTED = 'This was discovered in 1873 by a baker in Lisbon';

/**
 * Answers from the passages of a prompt; without any, with the question itself, as a rewriting model would. A judge says
 * no: what it is asked about is the sentence that no passage supports.
 */
export function answerFromPassages({ messages }: ChatRequest): string {
  if (messages.some(({ role, text }) => role === 'system' && /\byes or no\b/i.test(text))) return 'no';
  const asked = messages.findLast(({ role }) => role === 'user')?.text ?? '';
  const question = [...asked.matchAll(QUESTION)].at(-1)?.[2]?.trim() ?? asked.trim().split('\n').at(-1) ?? '';
  const passages = messages.filter(({ role }) => role !== 'assistant').flatMap(({ text }) => findPassages(text));
  const words = new Set(wordsOf(question));
  const sentences = passages
    .map(({ number, text }) => ({ number, sentence: bestSentence(text.replace(HEAD, ''), words) }))
    .filter(({ sentence }) => sentence !== undefined)
    .slice(0, MOST_SENTENCES)
    .map(({ number, sentence = '' }) => `${sentence.slice(0, -1)} [${number}]${sentence.slice(-1)}`);
  if (sentences.length === 0) return question;
  return [...sentences, `${INVENTED} [${passages[0]?.number ?? 1}].`].join(' ');
}

function findPassages(text: string): NumberedPassage[] {
  const tagged = [...text.matchAll(TAGGED)].map(([, , number, content = '']) => ({
    number: Number(number),
    text: content,
  }));
  if (tagged.length > 0) return tagged;
  const starts = [...text.matchAll(LISTED)];
  return starts.map((start, index) => ({
    number: Number(start[1] ?? start[2]),
    text: text.slice(start.index + start[0].length, starts[index + 1]?.index),
  }));
}

/** The sentence that shares most words with the question. */
function bestSentence(text: string, words: ReadonlySet<string>): string | undefined {
  const sentences = [...text.matchAll(SENTENCE)].map(([sentence]) => sentence.trim());
  const score = (sentence: string) => wordsOf(sentence).filter((word) => words.has(word)).length;
  return sentences.toSorted((first, second) => score(second) - score(first))[0];
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
