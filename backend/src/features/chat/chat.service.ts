/** Asking: scope → history → retrieve → decide; then an answer is written, verified and recorded. */
import { randomUUID } from 'node:crypto';
import type { ChatEvent, ChatRequest, Notice, UserProfile } from '@lectern/contracts';
import { questionLanguage } from '@lectern/retrieval';
import type { Logger } from 'pino';
import type { Payer } from '../../usage/ledger.port.ts';
import { type BookSnapshot, type ContentService, keepHere } from '../content/index.ts';
import type { ChatRepository } from './chat.repository.ts';
import { writeAnswer } from './chat-answering.ts';
import type { AnswerPlan, AnswerWriter } from './chat-writer.ts';
import { findHistory, type History } from './conversations/chat-history.ts';
import type { AnswerModel } from './model/chat-model.ts';
import type { Evidence } from './question/chat-evidence.ts';
import { cleanQuestion } from './question/chat-question.ts';
import { collectEvidence, type EvidenceRequest } from './question/chat-retrieval.ts';
import { type ResolvedScope, resolveScope } from './question/chat-scope.ts';
import type { TranslatedTexts } from './question/chat-selection.ts';
import { questionTurns } from './streams/chat-stream-turns.ts';

export { AnswerEnded } from './chat-answer-ended.ts';

/** What asking needs. */
export interface ChatServiceDeps {
  readonly content: ContentService;
  readonly repository: Pick<ChatRepository, 'sessionOwner' | 'branch' | 'recordAnswer'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Writes an answer of quotes; default: the extractive writer. */
  readonly writer?: AnswerWriter;
  /** Writes answers where a model may; default: none is asked. */
  readonly model?: AnswerModel | undefined;
  /** What a reader has told about themself, for a model's answer; default: nothing. */
  readonly profileOf?: ProfileReader | undefined;
  /** What readers see of a chapter that is translated in place; default: chapters are in their own language alone. */
  readonly translated?: TranslatedTexts | undefined;
}

/** Finds what a reader has told about themself; undefined when that is nothing. */
export type ProfileReader = (readerId: string) => Promise<UserProfile | undefined>;

/** Who asks. */
export interface Asker {
  /** Identity of the request; null for a reader without one. */
  readonly id: string | null;
  /** Address as the rate limit counts it; limits of spending count by it. */
  readonly address: string;
}

/** A question that was accepted: nothing of it can be refused any more. */
export interface AcceptedQuestion {
  /** Id of the answer. */
  readonly messageId: string;
  /** What the answer will be made of. */
  readonly evidence: Evidence;
  /** Whether something will be kept, so that the reader needs an identity. */
  readonly stores: boolean;
  /**
   * Answers. Leaving the iteration, or the signal, stops the work; what was written by then is kept with the finish
   * reason of an {@link AnswerEnded} that the signal was aborted with, otherwise as stopped.
   * @param ownerId Identity that keeps the conversation; null when nothing is stored.
   */
  answer(ownerId: string | null, signal: AbortSignal): AsyncGenerator<ChatEvent>;
}

/** Asking. */
export type ChatService = ReturnType<typeof createChatService>;

/** Makes the service. */
export const createChatService = (deps: ChatServiceDeps) => {
  const now = deps.now ?? Date.now;
  const answering = { ...deps, now };

  /**
   * Accepts a question: checks it, resolves its scope, and finds what there is to answer from.
   * @param signal Aborted when the reader has left: ends the call that makes a follow-up stand alone.
   * @throws VALIDATION_FAILED, INDEX_NOT_READY, SESSION_NOT_FOUND, MESSAGE_NOT_FOUND, QUESTION_CHANGED, PROOF_REQUIRED, and what a scope can be refused for
   */
  const accept = async (request: ChatRequest, asker: Asker, signal?: AbortSignal): Promise<AcceptedQuestion> => {
    const startedAt = now();
    const question = cleanQuestion(request.question);
    const snapshot = deps.content.snapshot();
    const language = questionLanguage(question);
    const scope = await resolveScope(deps.content, snapshot, request.scope, request.locale, language, deps.translated);
    const history = await findHistory(deps.repository, request, asker.id);
    const payer: Payer = { address: asker.address, readerId: asker.id };
    const model = modelFor(deps, request, snapshot, payer);
    const understood = await model?.standalone({ question, scope, history, signal });
    const asked = { question, understood, previous: history.previous, scope };
    // Who wants quotes only has said that the question goes to no provider; an embedding model is one too.
    const content = request.quotesOnly ? keepHere(deps.content) : deps.content;
    const { evidence, standalone } = await findEvidence(content, snapshot, asked);
    const plan = planAnswer({ snapshot, question, evidence, scope, locale: language ?? request.locale });
    const prepared = await model?.prepare({ plan, standalone, request, history });
    const messageId = randomUUID();
    const input = { messageId, plan, prepared, request, question, history, payer, startedAt };
    return {
      messageId,
      evidence,
      stores: request.store,
      answer: (ownerId, answerSignal) => writeAnswer(answering, input, ownerId, answerSignal),
    };
  };

  return { accept };
};

/** An answer that knows nothing of its reader is better than none. */
const findProfile = async (
  { profileOf, logger }: ChatServiceDeps,
  readerId: string | null,
): Promise<UserProfile | undefined> => {
  if (readerId === null) return undefined;
  try {
    return await profileOf?.(readerId);
  } catch (err) {
    logger.warn({ err }, 'what a reader told about themself could not be read');
    return undefined;
  }
};

/** The model's part in one question; undefined when none may be asked. A proof is asked for once, before the first call. */
const modelFor = (deps: ChatServiceDeps, { quotesOnly, proof }: ChatRequest, snapshot: BookSnapshot, payer: Payer) => {
  const { model } = deps;
  if (!model || quotesOnly || !model.firstModel(snapshot)) return undefined;
  let proved: Promise<void> | undefined;
  const checkProof = (): Promise<void> => {
    proved ??= model.checkProof(payer, proof);
    return proved;
  };
  return {
    /** A selection says itself what a question about it is about. */
    standalone: async (asked: {
      readonly question: string;
      readonly scope: ResolvedScope;
      readonly history: History;
      readonly signal: AbortSignal | undefined;
    }): Promise<string | undefined> => {
      const { question, scope, history, signal } = asked;
      if (history.turns.length === 0 || scope.selection) return undefined;
      await checkProof();
      return model.standalone(snapshot, { question, turns: history.turns, payer, signal });
    },
    prepare: async (input: Omit<Parameters<AnswerModel['prepare']>[0], 'profile'>) => {
      if (input.plan.mode === 'refusal') return undefined;
      const prepared = await model.prepare({ ...input, profile: await findProfile(deps, payer.readerId) });
      if (prepared && !prepared.cached) await checkProof();
      return prepared;
    },
  };
};

/**
 * Looks with the question as a model understood it. When the book has nothing of that, the model may have got it wrong:
 * then as without one.
 */
const findEvidence = async (
  content: ContentService,
  snapshot: BookSnapshot,
  asked: EvidenceRequest & { readonly understood: string | undefined },
): Promise<{ evidence: Evidence; standalone: string }> => {
  await questionTurns.take();
  const { understood, ...keyless } = asked;
  if (understood !== undefined) {
    const evidence = await collectEvidence(content, snapshot, { question: understood, scope: asked.scope });
    // Quotes that take a model's place are looked for with the question that was understood.
    const withMatter = { ...evidence, matter: evidence.matter ?? understood };
    if (evidence.zone !== 'uncovered') return { evidence: withMatter, standalone: understood };
  }
  return { evidence: await collectEvidence(content, snapshot, keyless), standalone: asked.question };
};

interface PlanInput extends Pick<AnswerPlan, 'snapshot' | 'question' | 'evidence'> {
  readonly scope: ResolvedScope;
  /** Language in which the reader wants the answer: that of the question, else of the page. */
  readonly locale: string | undefined;
}

const planAnswer = ({ snapshot, question, evidence, scope, locale }: PlanInput): AnswerPlan => {
  const { context, zone } = evidence;
  const refused = zone === 'uncovered';
  const selection = scope.selection?.source;
  const others = context.filter((source) => source !== selection);
  return {
    snapshot,
    question,
    evidence,
    mode: refused ? 'refusal' : 'extractive',
    ...(refused ? {} : { notice: noticeOf(evidence, locale) }),
    context,
    quotable: others.length > 0 ? others : context,
    wholeBook: scope.wholeBook,
    locked: scope.locked,
    ...(selection ? { selection } : {}),
  };
};

/** One notice only: what says most about the answer. */
const noticeOf = ({ zone, locale }: Evidence, wanted: string | undefined): Notice => {
  if (zone === 'closest') return 'low_confidence';
  const language = (code: string): string => code.toLowerCase().split('-')[0] ?? '';
  return wanted !== undefined && language(wanted) !== language(locale) ? 'locale_fallback' : 'keyless';
};
