/** A question as a model is asked it: passages that fit, the prompt, the key under which an answer may be kept. */
import type { ChatRequest, UserProfile } from '@lectern/contracts';
import type { LlmMessage, LlmName } from '../../../providers/llm/llm.port.ts';
import type { ReservationRequest } from '../../../usage/ledger.port.ts';
import type { BookSnapshot } from '../../content/index.ts';
import type { AnswerPlan } from '../chat-writer.ts';
import type { History } from '../conversations/chat-history.ts';
import { answerKey } from './chat-answer-cache.ts';
import type { ContextFitter } from './chat-context.ts';
import { answerPrompt, type BookVoice } from './chat-prompt.ts';

/** Bounds of what is sent and of what comes back, tokens. */
export interface AnswerLimits {
  readonly contextTokens: number;
  readonly historyTokens: number;
  readonly maxOutputTokens: number;
}

/** A question to a model. */
export interface ModelQuestion {
  /** The answer that the model is to write; its context is what is sent. */
  readonly plan: AnswerPlan;
  /** The answer of quotes in its place. */
  readonly keyless: AnswerPlan;
  /** The question, understood without the conversation. */
  readonly standalone: string;
  readonly messages: readonly LlmMessage[];
  /** Models that the book allows; undefined: all. */
  readonly allowed?: readonly string[] | undefined;
  /** Under what an answer may have been kept; undefined: it is about one reader. */
  readonly cacheKey?: string | undefined;
  /** The model that an answer may be kept of; undefined: none, the reader wants nothing kept. */
  readonly cacheName?: LlmName | undefined;
  /** What the receipt says of it. */
  readonly receipt: Pick<ReservationRequest, 'chapterId' | 'language'>;
}

/** What a question is made of. */
export interface ModelQuestionInput {
  readonly plan: AnswerPlan;
  readonly standalone: string;
  readonly request: Pick<ChatRequest, 'scope' | 'locale' | 'store'>;
  readonly history: Pick<History, 'turns' | 'questionId'>;
  readonly profile?: UserProfile | undefined;
  /** The model that is asked first. */
  readonly first: LlmName;
  readonly allowed?: readonly string[] | undefined;
  readonly limits: AnswerLimits;
  readonly fitter: ContextFitter;
}

/** Makes a question; undefined when nothing of its evidence fits into the budget of tokens. */
export const modelQuestion = (input: ModelQuestionInput): ModelQuestion | undefined => {
  const { plan, standalone, request, profile, first, allowed, limits, fitter } = input;
  const context = fitter.fitPassages(plan.context, limits.contextTokens);
  if (context.length === 0) return undefined;
  const { locale, scope } = request;
  const voice = voiceOf(plan.snapshot);
  // Under a lock nothing else may be told to the model: what was said before holds text from elsewhere.
  const turns = plan.locked ? [] : fitter.fitTurns(input.history.turns, limits.historyTokens);
  const selection = plan.selection && context.find(({ blocks }) => blocks[0] === plan.selection?.blocks[0]);
  const prompt = { voice, context, selection, locked: plan.locked, turns, question: plan.question, locale, profile };
  const isAboutOne = isPersonal(input);
  const key = { question: plan.question, scope, locale, indexVersion: plan.snapshot.version, name: first, voice };
  const chapterId = context[0]?.passage.chapterId;
  return {
    plan: writtenPlan(plan, context, selection),
    keyless: plan,
    standalone,
    messages: answerPrompt(prompt),
    allowed,
    ...(isAboutOne ? {} : { cacheKey: answerKey({ ...key, limits: [limits.contextTokens, limits.maxOutputTokens] }) }),
    ...(request.store ? { cacheName: first } : {}),
    receipt: { ...(chapterId === undefined ? {} : { chapterId }), language: locale ?? plan.evidence.locale },
  };
};

/** Answers that hold something of one reader are never kept for others; one that is asked for again is wanted anew. */
const isPersonal = ({ plan, history, profile }: ModelQuestionInput): boolean =>
  history.turns.length > 0 || history.questionId !== undefined || profile !== undefined || plan.selection !== undefined;

const writtenPlan = (
  { notice: _keyless, ...plan }: AnswerPlan,
  context: AnswerPlan['context'],
  selection: AnswerPlan['selection'],
): AnswerPlan => {
  const others = context.filter((source) => source !== selection);
  // A question about a selection is always about something that the book says.
  const isDoubtful = plan.evidence.zone === 'closest' && plan.selection === undefined;
  return {
    ...plan,
    mode: 'llm',
    ...(isDoubtful ? { notice: 'low_confidence' as const } : {}),
    context,
    quotable: others.length > 0 ? others : context,
  };
};

const voiceOf = ({ book }: BookSnapshot): BookVoice => ({
  title: book.title,
  name: book.options.name,
  tone: book.options.tone,
});
