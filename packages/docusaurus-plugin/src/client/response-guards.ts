/** Light checks of what the server sends: just enough that the page never renders a wrong shape. No zod in the browser. */
import type {
  AnswerWriterName,
  BookResponse,
  ChatEvent,
  ChatResponse,
  Citation,
  Passage,
  Problem,
  SearchHit,
  SearchResponse,
} from '@lectern/contracts';
import {
  fields,
  isAnything,
  isBoolean,
  isNumber,
  isRecord,
  isString,
  listOf,
  nullable,
  oneOf,
  optional,
  shape,
} from './guard-checks.ts';

/** true for the name of a way in which an answer is made. */
export const isMode = oneOf('llm', 'extractive', 'refusal');
/** A notice that this client does not know yet must not lose the answer: any string passes, unknown ones show nothing. */
export const isNotice = isString;

/** true for a passage as it is sent, and as it is kept in the reader's session storage. */
export const isPassage = shape<Passage>({
  id: isString,
  chapterId: isString,
  chapterTitle: isString,
  headingPath: listOf(isString),
  url: isString,
  text: isString,
  segmentIds: listOf(isString),
  locale: isString,
  score: isNumber,
});

/** true for a range of an answer's text. */
export const isRange = shape<{ start: number; end: number }>({ start: isNumber, end: isNumber });

/** true for a citation as it is sent, and as it is kept in the reader's session storage. */
export const isCitation = shape<Citation>({
  marker: isNumber,
  passageId: isString,
  chapterId: isString,
  chapterTitle: isString,
  headingPath: listOf(isString),
  url: isString,
  segmentId: isString,
  quote: isString,
  start: isNumber,
  end: isNumber,
  original: optional(
    shape<NonNullable<Citation['original']>>({ url: isString, segmentId: optional(isString), locale: isString }),
  ),
});

type EventData<Name extends ChatEvent['event']> = Extract<ChatEvent, { event: Name }>['data'];

/** true for the name of a model and its provider. */
export const isWriter = shape<AnswerWriterName>({ provider: isString, model: isString });

const isUsage = shape<EventData<'usage'>>({
  cached: isBoolean,
  answersLeft: optional(isNumber),
  writer: optional(isWriter),
  inputTokens: optional(isNumber),
  outputTokens: optional(isNumber),
  costUsd: optional(isNumber),
});

/** true for the fields of a problem (RFC 9457) that are used. */
export const isProblem = shape<Problem>({
  type: optional(isString),
  title: optional(isString),
  status: isNumber,
  code: isString,
  detail: isString,
  requestId: optional(isString),
  errors: optional(listOf(fields({ path: isString, message: isString }))),
  retryAfterSeconds: optional(isNumber),
  sourceHash: optional(isString),
  current: optional(isRecord),
});

const isMeta = shape<EventData<'meta'>>({
  messageId: isString,
  sessionId: nullable(isString),
  mode: isMode,
  notice: optional(isNotice),
  writer: optional(isWriter),
  context: listOf(isPassage),
});
const isDelta = shape<EventData<'delta'>>({ text: isString });
const isReplace = shape<EventData<'replace'>>({ mode: isMode, notice: isNotice });
const isDone = shape<EventData<'done'>>({ finishReason: isString, suggestions: listOf(isString) });
const isError = shape<EventData<'error'>>({ problem: isProblem });

/**
 * Types one event of an answer.
 *
 * @returns The event; `null` when its data doesn't fit its name; `undefined` for a name this client doesn't know (to be skipped).
 */
export function readChatEvent(event: string, data: unknown): ChatEvent | null | undefined {
  switch (event) {
    case 'meta':
      return isMeta(data) ? { event, data } : null;
    case 'delta':
      return isDelta(data) ? { event, data } : null;
    case 'citation':
      return isCitation(data) ? { event, data } : null;
    case 'unsupported':
      return isRange(data) ? { event, data } : null;
    case 'replace':
      return isReplace(data) ? { event, data } : null;
    case 'usage':
      return isUsage(data) ? { event, data } : null;
    case 'done':
      return isDone(data) ? { event, data } : null;
    case 'error':
      return isError(data) ? { event, data } : null;
    default:
      return undefined;
  }
}

/** The fields of a problem that could be read from an error answer's body. */
export function readProblem(body: unknown, status: number): Partial<Problem> & { status: number } {
  return isProblem(body) ? body : { status };
}

const isModuleSummary = fields({ id: isString, title: isString });
const isSectionSummary = fields({ id: isString, title: isString });
const isChapterSummary = fields({
  key: isString,
  id: isString,
  locale: isString,
  title: isString,
  permalink: isString,
  suggestedQuestions: optional(listOf(isString)),
  sections: listOf(isSectionSummary),
});

/** true for the answer of `GET /book`, as far as this client reads it. */
export const isBookResponse = shape<BookResponse>({
  title: isString,
  defaultLocale: isString,
  locales: Array.isArray,
  modules: listOf(isModuleSummary),
  options: isRecord,
  indexVersion: isAnything,
  chapters: listOf(isChapterSummary),
});

const isSearchHit = shape<SearchHit>({
  chapterId: isString,
  chapterTitle: isString,
  headingPath: listOf(isString),
  url: isString,
  snippet: isString,
  highlights: listOf((range) => Array.isArray(range) && range.length === 2 && range.every(isNumber)),
  score: isNumber,
});

/** true for the answer of `GET /search`. */
export const isSearchResponse = shape<SearchResponse>({ query: isString, hits: listOf(isSearchHit) });

/** true for an answer asked for as JSON. */
export const isChatResponse = shape<ChatResponse>({
  messageId: isString,
  sessionId: nullable(isString),
  mode: isMode,
  notice: optional(isNotice),
  writer: optional(isWriter),
  text: isString,
  citations: listOf(isCitation),
  unsupported: listOf(isRange),
  context: listOf(isPassage),
  usage: isUsage,
  suggestions: listOf(isString),
});
