/** Answers a prompt in the protocol that it came in, with the fault that was asked for. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { failsAtOnce } from './openai-fault-replies.ts';
import type { OpenAiFault } from './openai-faults.ts';
import type { OpenRecord, ProviderBill } from './openai-record.ts';
import type { ChatRequest } from './openai-request.ts';
import { countPrompt, type TokenCounter } from './openai-tokens.ts';
import type { AnswerWriter, FinishReason, ToldUsage } from './stream-writer.ts';

/** An answer: a text that is cut into words, or its pieces, which may come when they like. */
export type ScriptedAnswer = string | Iterable<string> | AsyncIterable<string>;

/** One exchange. */
export interface ChatExchange {
  readonly request: ChatRequest;
  readonly response: ServerResponse;
  readonly open: OpenRecord;
  readonly answer: ScriptedAnswer;
  readonly fault: OpenAiFault | undefined;
  readonly count: TokenCounter;
  /** Of the protocol that the client speaks. */
  readonly writer: AnswerWriter;
  /** Pause after each piece, for people who look on. */
  readonly pace: () => Promise<void> | undefined;
}

/** Answers, and writes into the record what was billed. */
export async function answerChat(exchange: ChatExchange): Promise<void> {
  const { fault, response, open } = exchange;
  const gone = goneOf(exchange);
  if (await failsAtOnce(fault, open, response)) return;
  const { request, count } = exchange;
  open.record.status = 200;
  open.record.billed = {
    inputTokens: countPrompt(request.messages, count),
    cachedInputTokens: 0,
    outputTokens: 0,
  };
  if (request.stream) await writeStream(exchange, gone);
  else await writeWhole(exchange, gone);
}

/** Settles when the client has left, or all is written. */
function goneOf({ response, open }: ChatExchange): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', () => {
      if (!response.writableFinished) open.finish('client_closed');
      resolve();
    });
  });
}

/** Pieces of an answer within the bounds of the request and of the fault, and why they end. */
async function* piecesOf(
  exchange: ChatExchange,
  gone: Promise<void>,
): AsyncGenerator<string, FinishReason | 'client_closed'> {
  const { answer, fault, request, response, open, count } = exchange;
  if (fault?.kind === 'empty' || fault?.kind === 'refusal') return 'stop';
  const filterAfter = fault?.kind === 'content_filter' ? fault.after : Number.POSITIVE_INFINITY;
  const hold = fault?.kind === 'hold' && fault.at === 'stream' ? fault : undefined;
  let sent = 0;
  for await (const piece of untilGone(answer, gone)) {
    if (hold !== undefined && sent === (hold.after ?? 0)) await Promise.race([hold.until, gone]);
    if (response.destroyed) return 'client_closed';
    if (sent >= filterAfter) return 'content_filter';
    const { billed } = open.record;
    const outputTokens = billed.outputTokens + count(piece);
    if (request.maxTokens !== undefined && outputTokens > request.maxTokens) return 'length';
    open.record.billed = { ...billed, outputTokens };
    sent += 1;
    yield piece;
  }
  return response.destroyed ? 'client_closed' : 'stop';
}

/** Asks for the next piece only while the client is there: one that waits for ever must not hold the server. */
async function* untilGone(answer: ScriptedAnswer, gone: Promise<void>): AsyncGenerator<string> {
  if (typeof answer === 'string') yield* answer.match(/\s*\S+\s*$|\s*\S+|\s+$/g) ?? [];
  else if (Symbol.iterator in answer) yield* answer;
  else {
    const pieces = answer[Symbol.asyncIterator]();
    const left = gone.then(() => ({ done: true, value: undefined }) as const);
    while (true) {
      const next = await Promise.race([pieces.next(), left]);
      if (next.done) return;
      yield next.value;
    }
  }
}

async function writeStream(exchange: ChatExchange, gone: Promise<void>): Promise<void> {
  const { response, open, fault, writer } = exchange;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  if (fault?.kind !== 'hold') response.write(writer.begin(toldUsage(open.record.billed, fault)));
  const pieces = piecesOf(exchange, gone);
  let sent = 0;
  let next = await pieces.next();
  while (!next.done) {
    if (breaksOff(exchange, sent)) return;
    if (fault?.kind === 'hold' && sent === 0) response.write(writer.begin(open.record.billed));
    sent += 1;
    if (!response.write(writer.piece(next.value))) await Promise.race([once(response, 'drain'), gone]);
    await exchange.pace();
    next = await pieces.next();
  }
  if (next.value === 'client_closed') return open.finish('client_closed');
  if (breaksOff(exchange, Number.POSITIVE_INFINITY)) return;
  endStream(exchange, next.value);
}

/** Faults in the middle of a stream. A number of pieces that the answer doesn't have means its end. */
function breaksOff({ fault, response, open, writer }: ChatExchange, sent: number): boolean {
  if (fault === undefined || !('after' in fault) || fault.after === undefined || sent < fault.after) return false;
  switch (fault.kind) {
    case 'cut':
      open.finish('cut');
      // What was written must leave first: a cut in the middle is seen as such only after the beginning.
      response.write(': \n\n', () => response.socket?.destroy());
      return true;
    case 'malformed':
      response.end(writer.malformed());
      open.finish('failed');
      return true;
    case 'stream_error':
      response.end(writer.error());
      open.finish('failed');
      return true;
    default:
      return false;
  }
}

function endStream({ request, response, open, fault, writer }: ChatExchange, reason: FinishReason): void {
  if (fault?.kind === 'no_finish') {
    response.end();
    open.finish('failed');
    return;
  }
  const usage = toldUsage(open.record.billed, fault);
  open.record.reported = request.includeUsage ? writer.usage(usage) : undefined;
  if (fault?.kind === 'refusal') response.write(writer.refusal());
  response.end(writer.end(fault?.kind === 'refusal' ? 'refusal' : reason, usage));
  open.finish('complete');
}

async function writeWhole(exchange: ChatExchange, gone: Promise<void>): Promise<void> {
  const { response, open, fault, writer } = exchange;
  const pieces = piecesOf(exchange, gone);
  let text = '';
  let next = await pieces.next();
  while (!next.done) {
    text += next.value;
    next = await pieces.next();
  }
  if (next.value === 'client_closed') return open.finish('client_closed');
  if (fault?.kind === 'cut') {
    open.finish('cut');
    response.socket?.destroy();
    return;
  }
  const usage = toldUsage(open.record.billed, fault);
  open.record.reported = writer.usage(usage);
  const body = writer.whole(text, fault?.kind === 'refusal' ? 'refusal' : next.value, usage);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(fault?.kind === 'malformed' ? body.slice(0, -20) : body);
  open.finish('complete');
}

/** The usage that is told for a bill. */
function toldUsage(bill: ProviderBill, fault: OpenAiFault | undefined): ToldUsage {
  if (fault?.kind !== 'usage') return bill;
  switch (fault.report) {
    case 'missing':
      return undefined;
    case 'negative':
      return { ...bill, inputTokens: -5, outputTokens: -3 };
    case 'zero':
      return { ...bill, inputTokens: 0, outputTokens: 0 };
    case 'huge':
      return { ...bill, inputTokens: 9e12, outputTokens: 9e12 };
  }
}
