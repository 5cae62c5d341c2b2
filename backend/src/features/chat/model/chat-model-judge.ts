/** Asks a model whether passages say what a sentence says; behind LLM_JUDGE, for sentences that the measure cannot tell. */
import type { Logger } from 'pino';
import type { LlmChain } from '../../../providers/llm/llm.port.ts';
import type { Ledger, Payer } from '../../../usage/ledger.port.ts';
import type { SupportJudge } from '../verify/chat-verify-options.ts';
import { answerMeter } from './chat-model-meter.ts';
import { judgePrompt } from './chat-prompt.ts';

/** Longest verdict, tokens: one word, and room for models that think of a mark first. */
const MAX_OUTPUT_TOKENS = 5;
/** Time for one verdict, ms. */
const TIMEOUT_MS = 4000;

/** Who is asked, and who pays. */
export interface JudgeOptions {
  readonly chain: LlmChain;
  readonly ledger: Pick<Ledger, 'reserve'>;
  readonly logger: Pick<Logger, 'error'>;
  readonly payer: Payer;
  /** Models that the book allows; undefined: all. */
  readonly allowed?: readonly string[] | undefined;
}

/** Makes a judge. It rejects when no model gives a verdict. */
export const judgeWith =
  ({ chain, ledger, logger, payer, allowed }: JudgeOptions): SupportJudge =>
  async (sentence, passages, signal) => {
    const meter = answerMeter({ ledger, logger }, { payer, feature: 'chat', countsAsAnswer: false });
    const request = {
      purpose: 'judge' as const,
      messages: judgePrompt(sentence, passages),
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      temperature: 0,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    };
    let text = '';
    for await (const event of chain.stream(request, { meter, allowed })) {
      if (event.type === 'begin') text = '';
      if (event.type === 'text') text += event.text;
    }
    return /^\W*yes\b/i.test(text);
  };
