/** Models in the order in which they are asked: each call reserved before and booked after, whatever comes of it. */
import type { Logger } from 'pino';
import { BudgetSpentError, PriceUnknownError } from '../../usage/ledger.port.ts';
import {
  type CallReservation,
  type LlmChain,
  type LlmChainEvent,
  type LlmChainOptions,
  type LlmEvent,
  LlmFailure,
  type LlmModel,
  type LlmName,
  type LlmRequest,
} from './llm.port.ts';
import { type CircuitCall, createCircuit } from './llm-circuit.ts';
import { countByBytes, countPromptTokens } from './llm-tokenizer.ts';
import { cutUsage } from './llm-usage.ts';

/** A model with its circuit. */
interface Link {
  readonly model: LlmModel;
  readonly circuit: ReturnType<typeof createCircuit>;
}

/** Makes a chain of models; without any it only counts. */
export function createLlmChain(models: readonly LlmModel[], logger: Logger): LlmChain {
  const links = models.map((model): Link => {
    const name = { provider: model.provider, model: model.model };
    const circuit = createCircuit((open) => {
      if (open) logger.warn(name, 'model is left alone for a while: it failed several times in a row');
      else logger.info(name, 'model answers again');
    });
    return { model, circuit };
  });
  const report = createReport(logger);
  return {
    models: models.map(({ provider, model }) => ({ provider, model })),
    countTokens: models[0]?.countTokens ?? countByBytes,
    stream: (request, options) => askInOrder(links, request, options, report),
  };
}

async function* askInOrder(
  links: readonly Link[],
  request: LlmRequest,
  options: LlmChainOptions,
  report: FailureReport,
): AsyncGenerator<LlmChainEvent, void> {
  const { allowed } = options;
  let last: unknown = new LlmFailure('not_found');
  for (const link of links) {
    if (allowed !== undefined && !allowed.includes(link.model.model)) continue;
    const name = { provider: link.model.provider, model: link.model.model };
    let begun = false;
    try {
      for await (const event of askOne(link, request, options)) {
        if (!begun) yield { type: 'begin', name };
        begun = true;
        yield event;
      }
      return;
    } catch (error) {
      // A reader who left ends it for all models.
      if (!isPassedOver(error)) throw error;
      report(error, name);
      // After the first word, the answer is this model's.
      if (begun) throw error;
      // That money ran out says most about why quotes take over.
      if (!(last instanceof BudgetSpentError)) last = error;
    }
  }
  throw last;
}

type PassedOver = LlmFailure | PriceUnknownError | BudgetSpentError;

/** Whether the next model may be asked: one of the operator's own costs nothing when the first one's budget is spent. */
const isPassedOver = (error: unknown): error is PassedOver =>
  error instanceof PriceUnknownError ||
  error instanceof BudgetSpentError ||
  (error instanceof LlmFailure && error.kind !== 'aborted');

/** Tells the operator why a model was passed over. */
type FailureReport = (error: PassedOver, name: LlmName) => void;

function createReport(logger: Logger): FailureReport {
  const unpriced = new Set<string>();
  return (error, { provider, model }) => {
    // Of spent money the ledger tells, once.
    if (error instanceof BudgetSpentError) return;
    if (error instanceof PriceUnknownError) {
      // Nothing but a new price file mends it: once is enough.
      if (!unpriced.has(error.message)) logger.error({ provider, model }, error.message);
      unpriced.add(error.message);
    } else if (error.kind !== 'circuit_open') {
      // The cause is a few words of ours: a status, an error code.
      const detail = error.cause instanceof Error ? error.cause.message : undefined;
      const { kind, retryAfterMs } = error;
      logger.warn({ provider, model, kind, detail, retryAfterMs }, 'model gave no answer');
    }
  };
}

async function* askOne(
  { model, circuit }: Link,
  request: LlmRequest,
  { meter }: LlmChainOptions,
): AsyncGenerator<LlmEvent, void> {
  // Asked before the ledger is: a dead provider costs no transaction either.
  const call = circuit.admit();
  if (call === undefined) throw new LlmFailure('circuit_open');
  const reservation = await reserve(model, request, meter, call);
  let text = '';
  let open = true;
  try {
    if (request.signal.aborted) throw new LlmFailure('aborted');
    for await (const event of model.stream(request)) {
      if (event.type === 'text') text += event.text;
      else {
        open = false;
        call.succeeded();
        await reservation.settle(event.usage);
      }
      yield event;
    }
    if (open) throw new LlmFailure('broken', { usage: cutUsage(request, text, model.countTokens) });
  } catch (error) {
    if (open) {
      open = false;
      call.failed(error);
      await book(reservation, error, request, text, model);
    }
    throw error;
  } finally {
    // The caller stopped to listen: no more of the answer comes, and what came is paid for.
    if (open) {
      call.failed(new LlmFailure('aborted'));
      await reservation.settle(cutUsage(request, text, model.countTokens));
    }
  }
}

async function reserve(
  model: LlmModel,
  request: LlmRequest,
  meter: LlmChainOptions['meter'],
  call: CircuitCall,
): Promise<CallReservation> {
  try {
    const inputTokens = countPromptTokens(request.messages, model.countTokens);
    const name = { provider: model.provider, model: model.model };
    return await meter(name, { inputTokens, maxOutputTokens: request.maxOutputTokens });
  } catch (error) {
    call.failed(error);
    throw error;
  }
}

/** Books a call that failed. */
async function book(
  reservation: CallReservation,
  error: unknown,
  request: LlmRequest,
  text: string,
  model: LlmModel,
): Promise<void> {
  // A failure that is none of the port's is a fault of ours: what was spent is not known, so that it is counted.
  const usage = error instanceof LlmFailure ? error.usage : cutUsage(request, text, model.countTokens);
  if (usage === undefined) await reservation.release();
  else await reservation.settle(usage);
}
