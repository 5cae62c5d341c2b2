/** Google Cloud Translation as an engine of the port; both versions. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { PriceList } from '../../usage/price-list.ts';
import { type CircuitCall, createProviderCircuit } from '../provider-circuit.ts';
import type { GoogleCall } from './google-client.ts';
import { GoogleFault } from './google-fault.ts';
import { createGoogleDoor, type GoogleDoor } from './google-fetch.ts';
import { fromGoogleHtml, keptTerms, toGoogleHtml } from './google-markup.ts';
import {
  type Translator,
  type TranslatorAnswer,
  TranslatorFailure,
  type TranslatorFailureKind,
  type TranslatorLimits,
  type TranslatorMeter,
  type TranslatorRequest,
  type TranslatorReservation,
  type TranslatorUsage,
} from './translator.port.ts';
import { fitsLimits } from './translator-batches.ts';
import { priceUnits } from './translator-price.ts';

/** What it is made of. */
export interface GoogleTranslatorOptions {
  /** Name in receipts and prices: `translate-v2`, `translate-v3`, or the model. */
  readonly model: string;
  /** Opens the client at the first call, so that a start does not wait for it. */
  readonly open: (door: GoogleDoor) => Promise<GoogleCall>;
  readonly limits: TranslatorLimits;
  /** Most code points that Google takes in one request. */
  readonly mostCharacters: number;
  /** How long a call may take, a second try included, milliseconds. */
  readonly timeoutMs: number;
  /** Whether Google puts in the terms of a glossary of its own: then none is marked here. */
  readonly hasGlossary: boolean;
  readonly prices: Pick<PriceList, 'of' | 'knows'>;
  readonly logger: Logger;
  /** Waits before a second try; for tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Name of the provider in receipts and prices. */
const PROVIDER = 'google';
/** A provider that asks for more patience than this is left for the next engine. */
const LONGEST_RETRY_AFTER_MS = 3_000;
/** Failures that speak of Google, not of the request or of the reader. */
const PROVIDER_KINDS: ReadonlySet<TranslatorFailureKind> = new Set<TranslatorFailureKind>([
  'unauthorized',
  'not_found',
  'rate_limited',
  'quota_spent',
  'unavailable',
  'timeout',
  'broken',
]);
const waitFor = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal });
};

type Texts = Pick<TranslatorRequest, 'segments' | 'glossary'>;

/** Makes the engine. */
export function createGoogleTranslator(options: GoogleTranslatorOptions): Translator {
  const { model, limits, prices, logger } = options;
  const door = createGoogleDoor(logger);
  const name = { provider: PROVIDER, model };
  const circuit = createProviderCircuit({
    counts: (error) => error instanceof TranslatorFailure && PROVIDER_KINDS.has(error.kind),
    forgotten: () => new TranslatorFailure('timeout'),
    onChange: (open) => {
      if (open) logger.warn(name, 'translation engine is left alone for a while: it failed several times in a row');
      else logger.info(name, 'translation engine answers again');
    },
  });
  let opened: Promise<GoogleCall> | undefined;
  const client = () => {
    opened ??= options.open(door);
    return opened;
  };
  const unitsOf = (request: Texts) => ({ characters: countCharacters(htmlOf(request, options)), ...NO_TOKENS });
  return {
    engine: 'google',
    ...name,
    limits,
    takesReasons: false,
    isLocal: false,
    models: [],
    promptVersion: null,
    supports: (source, target) => source !== target,
    estimate: (request) => ({ ...unitsOf(request), costUsd: priceUnits(prices, name, unitsOf(request)) }),
    async translate(request, meter) {
      const texts = htmlOf(request, options);
      if (texts.length === 0) return answerOf(request, [], options, NOTHING);
      const isTooLarge = !fitsLimits(request.segments, limits) || countCharacters(texts) > options.mostCharacters;
      if (isTooLarge) throw new TranslatorFailure('too_large');
      if (request.signal.aborted) throw new TranslatorFailure('aborted');
      const call = circuit.admit();
      if (call === undefined) throw new TranslatorFailure('circuit_open');
      const usage: TranslatorUsage = { ...NOTHING, characters: countCharacters(texts) };
      const reservation = await reserve(name, usage, meter, call);
      const asking = { texts, request, options, door, client, call, reservation, usage };
      return answerOf(request, await ask(asking), options, usage);
    },
  };
}

const NO_TOKENS = { inputTokens: 0, outputTokens: 0 };
const NOTHING: TranslatorUsage = { characters: 0, ...NO_TOKENS, cachedInputTokens: 0, estimated: false };

/** Billed characters: Google counts code points, tags and blanks too. @see https://cloud.google.com/translate/pricing */
const countCharacters = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Array.from(text).length, 0);

function htmlOf({ segments, glossary }: Texts, { hasGlossary }: GoogleTranslatorOptions): string[] {
  const kept = hasGlossary ? null : keptTerms(glossary);
  return segments.map((segment) => toGoogleHtml(segment, kept));
}

async function reserve(
  name: { readonly provider: string; readonly model: string },
  usage: TranslatorUsage,
  meter: TranslatorMeter,
  call: CircuitCall,
): Promise<TranslatorReservation> {
  try {
    return await meter(name, usage);
  } catch (error) {
    call.failed(error);
    throw error;
  }
}

interface Asking {
  readonly texts: readonly string[];
  readonly request: TranslatorRequest;
  readonly options: GoogleTranslatorOptions;
  readonly door: GoogleDoor;
  readonly client: () => Promise<GoogleCall>;
  readonly call: CircuitCall;
  readonly reservation: TranslatorReservation;
  readonly usage: TranslatorUsage;
}

/** Asks, and books what it took. @throws TranslatorFailure */
async function ask(asking: Asking): Promise<readonly string[]> {
  const { texts, request, options, call, reservation, usage } = asking;
  const late = AbortSignal.timeout(options.timeoutMs);
  try {
    const answer = await askTwice(asking, AbortSignal.any([request.signal, late]));
    if (answer.length !== texts.length) throw new GoogleFault('broken', 'another number of texts', { billable: true });
    call.succeeded();
    // The answer says nothing of what was billed: it is what was sent.
    await reservation.settle(usage);
    return answer;
  } catch (error) {
    const fault = error instanceof GoogleFault ? error : new GoogleFault('broken', 'no client', { billable: false });
    const kind = fault.kind === 'aborted' && !request.signal.aborted ? 'timeout' : fault.kind;
    const failure = new TranslatorFailure(kind, { retryAfterMs: fault.retryAfterMs, cause: new Error(fault.message) });
    call.failed(failure);
    if (fault.billable) await reservation.settle({ ...usage, estimated: true });
    else await reservation.release();
    report(options, failure, fault.message);
    throw failure;
  }
}

/** Asks, and once more when Google says that it will soon have time. */
async function askTwice({ texts, request, options, door, client }: Asking, signal: AbortSignal) {
  const { wait = waitFor } = options;
  const translate = await client();
  const once = () => door.call(signal, () => translate(texts, request.source, request.target));
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof GoogleFault) || error.kind !== 'rate_limited') throw error;
    if (error.retryAfterMs === undefined || error.retryAfterMs > LONGEST_RETRY_AFTER_MS) throw error;
    // A wait that is cut leaves an aborted signal, which the call finds.
    await wait(error.retryAfterMs, signal).catch(() => {});
    return await once();
  }
}

function report({ logger, model }: GoogleTranslatorOptions, { kind, retryAfterMs }: TranslatorFailure, detail: string) {
  if (kind !== 'aborted') logger.warn({ provider: PROVIDER, model, kind, detail, retryAfterMs }, 'no translation came');
}

function answerOf(
  { segments }: TranslatorRequest,
  texts: readonly string[],
  { model }: GoogleTranslatorOptions,
  usage: TranslatorUsage,
): TranslatorAnswer {
  const results = segments.flatMap((segment, index): [string, string][] => {
    const text = texts[index]?.trim() ?? '';
    return text === '' ? [] : [[segment.id, fromGoogleHtml(text, segment)]];
  });
  return { results: new Map(results), name: { provider: PROVIDER, model }, usage };
}
