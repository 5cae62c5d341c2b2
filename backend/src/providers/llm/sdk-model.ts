/**
 * One adapter for all models of the Vercel AI SDK.
 *
 * It reads the SDK's model (`doStream`, the interface that all its providers implement) and not `streamText`: what that
 * adds (tools, retries, telemetry, warnings on the console) is not used here, and it takes 37 to 48 µs of CPU per token
 * where the model alone takes 12 to 20 (50 streams of 300 tokens from a local server).
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { createOpenAI } from '@ai-sdk/openai';
import { type LlmEvent, LlmFailure, type LlmModel, type LlmRequest, type LlmUsage } from './llm.port.ts';
import { type Deadlines, type LlmTimeouts, watchDeadlines } from './llm-deadlines.ts';
import { LlmFault } from './llm-fault.ts';
import type { TokenCounter } from './llm-tokenizer.ts';
import { checkUsage, cutUsage } from './llm-usage.ts';
import type { LlmReasoning } from './provider-address.ts';
import { onResponse } from './provider-fetch.ts';

/** A model as the SDK's providers make it. */
export type SdkModel = ReturnType<ReturnType<typeof createOpenAI>['chat']>;
type SdkStream = Awaited<ReturnType<SdkModel['doStream']>>['stream'];
type SdkPart = SdkStream extends ReadableStream<infer Part> ? Part : never;
type SdkFinish = Extract<SdkPart, { type: 'finish' }>;
type SdkPrompt = Parameters<SdkModel['doStream']>[0]['prompt'];

/** What one model is made of. */
export interface SdkModelOptions {
  readonly sdkModel: SdkModel;
  /** Name of the provider in receipts. */
  readonly provider: string;
  readonly model: string;
  readonly timeouts: LlmTimeouts;
  readonly reasoning: LlmReasoning;
  readonly countTokens: TokenCounter;
  /** Looks for a refusal in an event as the provider sent it, where the SDK passes it over. */
  readonly isRefusal?: (event: unknown) => boolean;
  /** Waits before a retry; for tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A provider that asks for more patience than this is left for the next one. */
const LONGEST_RETRY_AFTER_MS = 3_000;
const DEFAULT_TEMPERATURE = 0.2;
/** An answer of more characters than this for each token that was asked for is none. */
const MOST_CHARACTERS_PER_TOKEN = 64;
const waitFor = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal });
};

/** Makes a model of the port from one of the SDK. */
export function createSdkModel(options: SdkModelOptions): LlmModel {
  const { provider, model, countTokens } = options;
  return { provider, model, countTokens, stream: (request) => ask(options, request) };
}

async function* ask(options: SdkModelOptions, request: LlmRequest): AsyncGenerator<LlmEvent, void> {
  const deadlines = watchDeadlines(options.timeouts, request.signal);
  const answer: Answer = { text: '', reasoning: '', refused: false };
  try {
    const stream = await open(options, request, deadlines);
    const finish = yield* read(stream, answer, options, request, deadlines);
    yield conclude(finish, answer, options, request);
  } catch (error) {
    throw failureOf(error, answer, options, request, deadlines);
  } finally {
    // Also when the caller stops to listen: the provider must not go on writing, and billing, for nobody.
    deadlines.close();
  }
}

/** What has come until now. */
interface Answer {
  text: string;
  /** Billed, but not for readers. */
  reasoning: string;
  refused: boolean;
}

/** Asks, and once more when the provider says that it will soon have time. */
async function open(options: SdkModelOptions, request: LlmRequest, deadlines: Deadlines): Promise<SdkStream> {
  const { wait = waitFor } = options;
  try {
    return await call(options, request, deadlines);
  } catch (error) {
    if (!(error instanceof LlmFault) || error.kind !== 'rate_limited') throw error;
    if (error.retryAfterMs === undefined || error.retryAfterMs > LONGEST_RETRY_AFTER_MS) throw error;
    // A wait that is cut leaves an aborted signal, which call() finds.
    await wait(error.retryAfterMs, deadlines.signal).catch(() => {});
    return await call(options, request, deadlines);
  }
}

async function call(options: SdkModelOptions, request: LlmRequest, deadlines: Deadlines): Promise<SdkStream> {
  if (deadlines.signal.aborted) throw new LlmFault('aborted', 'never asked', { billable: false });
  deadlines.asked();
  const callOptions: Parameters<SdkModel['doStream']>[0] = {
    prompt: promptOf(request),
    maxOutputTokens: request.maxOutputTokens,
    temperature: request.temperature ?? DEFAULT_TEMPERATURE,
    reasoning: options.reasoning === 'default' ? 'provider-default' : options.reasoning,
    abortSignal: deadlines.signal,
    includeRawChunks: options.isRefusal !== undefined,
    ...(request.answerSchema === undefined ? {} : { responseFormat: { type: 'json', ...request.answerSchema } }),
  };
  const { stream } = await onResponse.run(deadlines.answered, () => options.sdkModel.doStream(callOptions));
  return stream;
}

function promptOf({ messages }: LlmRequest): SdkPrompt {
  return messages.map(({ role, content }) =>
    role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] },
  );
}

/** Reads a stream to its finish. */
async function* read(
  stream: SdkStream,
  answer: Answer,
  { isRefusal }: SdkModelOptions,
  { maxOutputTokens }: LlmRequest,
  deadlines: Deadlines,
): AsyncGenerator<LlmEvent, SdkFinish> {
  const longest = maxOutputTokens * MOST_CHARACTERS_PER_TOKEN;
  for await (const part of stream) {
    switch (part.type) {
      case 'text-delta':
        if (part.delta === '') break;
        deadlines.pause();
        answer.text += part.delta;
        yield { type: 'text', text: part.delta };
        deadlines.resume();
        break;
      case 'reasoning-delta':
        deadlines.pause();
        deadlines.resume();
        answer.reasoning += part.delta;
        break;
      case 'raw':
        answer.refused ||= isRefusal?.(part.rawValue) === true;
        break;
      case 'error':
        throw part.error;
      case 'finish':
        return part;
    }
    if (answer.text.length + answer.reasoning.length > longest) {
      throw new LlmFault('broken', 'the answer is longer than was asked for', { billable: true });
    }
  }
  throw new LlmFault('broken', 'the stream ended without a finish', { billable: true });
}

/** The last event of an answer. @throws LlmFailure when it is none */
function conclude(finish: SdkFinish, answer: Answer, options: SdkModelOptions, request: LlmRequest): LlmEvent {
  const { inputTokens, outputTokens } = finish.usage;
  const reported = {
    inputTokens: inputTokens.total,
    cachedInputTokens: inputTokens.cacheRead,
    outputTokens: outputTokens.total,
  };
  const usage = checkUsage(reported, request, answer.text + answer.reasoning, options.countTokens);
  const { unified, raw } = finish.finishReason;
  if (unified === 'content-filter' || answer.refused) throw new LlmFailure('refused', { usage });
  // Without a word of the provider's own about the end, the stream just stopped.
  if (raw === undefined || unified === 'error' || unified === 'tool-calls') throw new LlmFailure('broken', { usage });
  if (answer.text.trim() === '') throw new LlmFailure('empty', { usage });
  return { type: 'finish', reason: unified === 'length' ? 'length' : 'stop', usage };
}

function failureOf(
  error: unknown,
  answer: Answer,
  { countTokens }: SdkModelOptions,
  request: LlmRequest,
  deadlines: Deadlines,
): LlmFailure {
  if (error instanceof LlmFailure) return error;
  const fault = error instanceof LlmFault ? error : faultOfSdk(error);
  const { kind, detail } = deadlines.why() ?? { kind: fault.kind, detail: fault.message };
  const usage: LlmUsage | undefined = fault.billable
    ? cutUsage(request, answer.text + answer.reasoning, countTokens)
    : undefined;
  return new LlmFailure(kind, { usage, retryAfterMs: fault.retryAfterMs, cause: new Error(detail) });
}

/** What the SDK throws; its text and data stay here. */
function faultOfSdk(error: unknown): LlmFault {
  // The errors of a body that broke off wrap what broke it.
  if (error instanceof Error && error.cause instanceof LlmFault) return error.cause;
  const detail = error instanceof Error ? error.name : 'an error event';
  return new LlmFault('broken', detail, { billable: true });
}
