/** The calls of translation, and light checks of what comes back. Loaded on use. */
import type {
  LanguagesResponse,
  SegmentEvent,
  TranslateRequest,
  TranslateTitlesResponse,
  TranslationReport,
} from '@lectern/contracts';
import { ProtocolError } from '../../client/client-errors.ts';
import { readEventStream, type Streamed } from '../../client/event-stream.ts';
import { fields, isBoolean, isNumber, isRecord, isString, listOf, oneOf, optional } from '../../client/guard-checks.ts';
import { type CallOptions, createTransport, type HttpTransport } from '../../client/http-transport.ts';
import { isProblem } from '../../client/response-guards.ts';
import { ensureIdentity, identityHeaders } from '../../client/site-identity.ts';
import { siteSettings } from '../../client/site-settings.ts';

type EventData<Name extends SegmentEvent['event']> = Extract<SegmentEvent, { event: Name }>['data'];

const isDirection = oneOf('ltr', 'rtl');
const isMetaShape = fields({
  chapterId: isString,
  sourceHash: isString,
  language: isString,
  direction: isDirection,
  total: isNumber,
  ready: isNumber,
});
const isSegmentShape = fields({ id: isString, text: isString, origin: isString, status: isString });
const isNoteShape = fields({ afterSegmentId: isString, markdown: isString });
const isDoneShape = fields({
  coverage: isNumber,
  left: listOf(fields({ id: isString, reason: isString })),
  notice: optional(isString),
});
const isErrorShape = fields({ problem: isProblem });

const isMeta = (data: unknown): data is EventData<'meta'> => isMetaShape(data);
const isSegment = (data: unknown): data is EventData<'segment'> => isSegmentShape(data);
const isNote = (data: unknown): data is EventData<'note'> => isNoteShape(data);
const isDone = (data: unknown): data is EventData<'done'> => isDoneShape(data);
const isError = (data: unknown): data is EventData<'error'> => isErrorShape(data);

/** Types an event of a stream of segments. @returns null for a wrong shape, undefined for an unknown name */
export function readSegmentEvent(event: string, data: unknown): SegmentEvent | null | undefined {
  switch (event) {
    case 'meta':
      return isMeta(data) ? { event, data } : null;
    case 'segment':
      return isSegment(data) ? { event, data } : null;
    case 'note':
      return isNote(data) ? { event, data } : null;
    case 'done':
      return isDone(data) ? { event, data } : null;
    case 'error':
      return isError(data) ? { event, data } : null;
    default:
      return undefined;
  }
}

const isLanguagesShape = fields({
  source: isString,
  onDemand: isBoolean,
  languages: listOf(
    fields({ code: isString, label: isString, direction: isDirection, edition: isBoolean, coverage: isNumber }),
  ),
});
const isLanguages = (value: unknown): value is LanguagesResponse => isLanguagesShape(value);

const isTitlesShape = fields({
  language: isString,
  direction: isDirection,
  chapters: listOf(
    fields({ chapterId: isString, permalink: isString, title: optional(isString), description: optional(isString) }),
  ),
  modules: listOf(fields({ id: isString, title: isString })),
  labels: (value) => isRecord(value) && Object.values(value).every(isString),
});
const isTitles = (value: unknown): value is TranslateTitlesResponse => isTitlesShape(value);

let transport: HttpTransport | undefined;

function siteTransport(): HttpTransport {
  const { api } = siteSettings();
  transport ??= createTransport({
    baseUrl: api.origin,
    basePath: api.basePath,
    headers: identityHeaders,
    prepare: ensureIdentity,
  });
  return transport;
}

/** The languages, and how much of the book the memory has in each. */
export const loadLanguages = (call?: CallOptions): Promise<LanguagesResponse> =>
  siteTransport().json('/translate/languages', { method: 'GET', ...call }, isLanguages);

/** Titles and labels of the whole book in a language. */
export const loadTitles = (language: string, call?: CallOptions): Promise<TranslateTitlesResponse> =>
  siteTransport().json('/translate/titles', { method: 'GET', query: { language }, ...call }, isTitles);

/** Tells the authors that a translation is wrong. */
export async function sendReport(report: TranslationReport, call?: CallOptions): Promise<void> {
  await siteTransport().send('/translate/reports', { method: 'POST', body: report, ...call });
}

/**
 * A chapter's segments in a language, as they come; the last event is `done` or `error`.
 * @throws ApiError, NetworkError, ProtocolError, or an `AbortError`
 */
export async function* translateChapter(
  request: TranslateRequest,
  call?: CallOptions,
): AsyncGenerator<Streamed<SegmentEvent>, void, undefined> {
  const { send, silenceLimitMs } = siteTransport();
  const response = await send('/translate', { method: 'POST', body: request, accept: 'text/event-stream', ...call });
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream') || response.body === null) {
    throw new ProtocolError(`expected an event stream, got ${type || 'no content type'}`);
  }
  yield* readEventStream(response.body, readSegmentEvent, { silenceLimitMs });
}
