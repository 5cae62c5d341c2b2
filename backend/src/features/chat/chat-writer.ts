/** What writes an answer from evidence. Today quotes; a model's writer takes the same plan. */
import type { AnswerMode, ChatEvent, Notice } from '@lectern/contracts';
import type { BookSnapshot, SourcePassage } from '../content/index.ts';
import type { Evidence } from './chat-evidence.ts';
import { quoteAnswer } from './chat-extractive.ts';
import { codeBlock, headingLine, quoteBlock } from './chat-markdown.ts';
import { answerTexts } from './chat-texts.ts';

/** An event of the middle of an answer. */
export type AnswerBodyEvent = Extract<ChatEvent, { event: 'delta' | 'citation' | 'unsupported' | 'replace' }>;

/** All that is known before the first word is written. */
export interface AnswerPlan {
  readonly snapshot: BookSnapshot;
  readonly question: string;
  readonly evidence: Evidence;
  readonly mode: AnswerMode;
  readonly notice?: Notice;
  readonly context: readonly SourcePassage[];
  /** The selection, which is shown as context but not quoted back. */
  readonly quotable: readonly SourcePassage[];
  readonly wholeBook: boolean;
}

/** Writes an answer, in pieces as they are ready. */
export type AnswerWriter = (plan: AnswerPlan, signal: AbortSignal) => AsyncIterable<AnswerBodyEvent>;

const delta = (text: string): AnswerBodyEvent => ({ event: 'delta', data: { text } });

/** Writes that the book, or the part of it that was looked at, does not cover the question. */
export const writeRefusal: AnswerWriter = async function* ({ snapshot, evidence, wholeBook }) {
  const texts = answerTexts(evidence.locale);
  const own = snapshot.book.options.refusal;
  yield delta(wholeBook ? own || texts.refusal : texts.refusalInScope);
};

/** Writes quotes: heading, quote with its marker, code; a citation always before the text that holds its marker. */
export const writeQuotes: AnswerWriter = async function* (plan, signal) {
  const { snapshot, question, evidence, quotable } = plan;
  const { matter, widened, preferred, zone, locale } = evidence;
  const groups = quoteAnswer({
    question: matter ?? question,
    sources: quotable,
    lexicon: snapshot.index.lexicon,
    ...(widened ? { widened } : {}),
    ...(preferred ? { preferred } : {}),
  });
  if (zone === 'closest') yield delta(`${answerTexts(locale).closest}\n\n`);
  let heading = '';
  for (const group of groups) {
    if (signal.aborted) return;
    const line = headingLine(group.citation.headingPath);
    if (line !== heading) yield delta(line);
    heading = line;
    yield { event: 'citation', data: group.citation };
    yield delta(quoteBlock(group));
    if (group.lines.length > 0 && group.code) yield delta(codeBlock(group.code));
  }
};
