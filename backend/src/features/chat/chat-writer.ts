/** What writes an answer from evidence: quotes, or a refusal. A model's writer takes the same plan and falls back on these. */
import type { AnswerMode, AnswerWriterName, ChatEvent, Notice } from '@lectern/contracts';
import { type BookSnapshot, chapterIdentity, type SourcePassage } from '../content/index.ts';
import { answerTexts } from './chat-texts.ts';
import { type AnswerReport, newReport } from './model/chat-model-report.ts';
import type { Evidence } from './question/chat-evidence.ts';
import { quoteAnswer } from './quotes/chat-extractive.ts';
import { codeBlock, headingLine, quoteBlock } from './quotes/chat-markdown.ts';

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
  /** The selected text, as a passage of the context. */
  readonly selection?: SourcePassage;
  /** Nothing but the selection may be used. */
  readonly locked: boolean;
}

/** An answer that has begun: who writes it is known, and from what. */
export interface StartedAnswer {
  readonly plan: AnswerPlan;
  /** The model that the reader is told, with mode llm. */
  readonly writer?: AnswerWriterName;
  /** Filled in while the body is written. */
  readonly report: AnswerReport;
  readonly body: AsyncIterable<AnswerBodyEvent>;
  /** Ends what still runs; needed when the body is not read to its end. */
  end(): void;
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
  const { question, evidence, quotable } = plan;
  const { matter, widened, preferred, zone, locale } = evidence;
  const groups = quoteAnswer({
    question: matter ?? question,
    sources: quotable,
    lexicon: lexiconOf(plan),
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

/** The statistics of the language that is quoted. */
const lexiconOf = ({ snapshot, quotable: [first] }: AnswerPlan) => {
  if (!first) return undefined;
  const { chapterId, locale } = first.passage;
  return snapshot.index.lexicon?.(chapterIdentity({ key: chapterId, locale }));
};

/** Begins an answer without a model. */
export const startPlain = (
  plan: AnswerPlan,
  signal: AbortSignal,
  quotes: AnswerWriter = writeQuotes,
  report: AnswerReport = newReport(),
): StartedAnswer => {
  const isRefused = plan.mode === 'refusal';
  if (isRefused) report.finishReason = 'refused';
  const write = isRefused ? writeRefusal : quotes;
  return { plan, report, body: write(plan, signal), end: () => undefined };
};

/** Takes back what a model wrote, and refuses. */
export async function* replaceWithRefusal(
  plan: AnswerPlan,
  report: AnswerReport,
  signal: AbortSignal,
  notice: Notice = 'low_confidence',
): AsyncGenerator<AnswerBodyEvent> {
  report.finishReason = 'refused';
  yield { event: 'replace', data: { mode: 'refusal', notice } };
  yield* writeRefusal(plan, signal);
}

/** Takes back what a model wrote, and quotes instead; refuses where no sentence has anything of the question. */
export async function* replaceWithQuotes(
  plan: AnswerPlan & { readonly notice: Notice },
  report: AnswerReport,
  signal: AbortSignal,
): AsyncGenerator<AnswerBodyEvent> {
  report.finishReason = 'stop';
  yield { event: 'replace', data: { mode: 'extractive', notice: plan.notice } };
  let isCited = false;
  for await (const event of writeQuotes({ ...plan, mode: 'extractive' }, signal)) {
    isCited ||= event.event === 'citation';
    yield event;
  }
  if (!isCited && !signal.aborted) yield* replaceWithRefusal(plan, report, signal, plan.notice);
}
