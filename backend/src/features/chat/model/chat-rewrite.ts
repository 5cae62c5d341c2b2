/**
 * Makes a question of a conversation stand alone, for retrieval only, by a short call that is bounded in time and paid
 * for like any other. When it fails, the caller carries the terms of the turn before.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { LlmChain } from '../../../providers/llm/llm.port.ts';
import type { Ledger, Payer } from '../../../usage/ledger.port.ts';
import type { Turn } from '../conversations/chat-history.ts';
import { cleanText } from '../question/chat-question.ts';
import { answerMeter } from './chat-model-meter.ts';
import { PROMPT_VERSION, rewritePrompt } from './chat-prompt.ts';

/** Longest question that comes back, tokens. */
const MAX_OUTPUT_TOKENS = 120;
/** Longest question that is believed, UTF-16 units. */
const MAX_QUESTION_CHARS = 500;
/** Questions that are remembered. */
const MAX_REMEMBERED = 1000;

/** What rewriting needs. */
export interface QuestionRewriterDeps {
  /** The chain that is asked when a book allows these models; undefined: all. */
  readonly chainFor: (allowed: readonly string[] | undefined) => LlmChain;
  readonly ledger: Pick<Ledger, 'reserve'>;
  readonly logger: Pick<Logger, 'error'>;
  /** Time for one question, ms. */
  readonly timeoutMs: number;
}

/** A question with what stands before it. */
export interface RewriteRequest {
  readonly question: string;
  /** Oldest first, inside of their budget of tokens. */
  readonly turns: readonly Turn[];
  readonly payer: Payer;
  /** Models that the book allows; undefined: all. */
  readonly allowed?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Rewrites questions. */
export type QuestionRewriter = ReturnType<typeof createQuestionRewriter>;

/** Makes a rewriter with a memory of its own. */
export const createQuestionRewriter = ({ chainFor, ledger, timeoutMs, logger }: QuestionRewriterDeps) => {
  const remembered = new Map<string, string>();

  const ask = async ({ question, turns, payer, allowed, signal }: RewriteRequest): Promise<string> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const bounded = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const messages = rewritePrompt(question, turns);
    const meter = answerMeter({ ledger, logger }, { payer, feature: 'chat', countsAsAnswer: false });
    let text = '';
    const request = {
      purpose: 'rewrite' as const,
      messages,
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      temperature: 0,
      signal: bounded,
    };
    for await (const event of chainFor(allowed).stream(request, { meter, allowed })) {
      if (event.type === 'begin') text = '';
      if (event.type === 'text') text += event.text;
    }
    return text;
  };

  /** @returns undefined when no model gave a question that can be believed */
  const rewrite = async (request: RewriteRequest): Promise<string | undefined> => {
    const { question, turns, allowed } = request;
    const key = digestOf([question, turns, allowed, chainFor(allowed).models, PROMPT_VERSION]);
    const known = remembered.get(key);
    if (known !== undefined) {
      remembered.delete(key);
      remembered.set(key, known);
      return known;
    }
    let rewritten: string | undefined;
    try {
      rewritten = readQuestion(await ask(request));
    } catch {
      // Whatever it was (a provider that failed, a budget that is spent): the chain has told it to the log, and there is
      // another way.
      return undefined;
    }
    if (rewritten === undefined) return undefined;
    remembered.set(key, rewritten);
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return rewritten;
  };

  return { rewrite };
};

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** The first line with words, without quotes around it; our own tags are no question. */
const readQuestion = (text: string): string | undefined => {
  const line = text.split('\n').find((candidate) => /[\p{L}\p{N}]/u.test(candidate)) ?? '';
  const question = cleanText(line).replace(/^["“«]|["”»]$/gu, '');
  const isBelieved = question !== '' && question.length <= MAX_QUESTION_CHARS && !question.includes('lectern-');
  return isBelieved ? question : undefined;
};
