/** Light checks of what the server sends: just enough that the page never renders a wrong shape. No zod in the browser. */
import type {
  AnswerWriterName,
  BookResponse,
  ChatEvent,
  ChatResponse,
  ChatSession,
  Citation,
  Passage,
  Problem,
  SearchHit,
  SearchResponse,
} from '@lectern/contracts';

type Check = (value: unknown) => boolean;
/** One check for each field of T, so that a field added to a contract asks for its check here. */
type Checks<T> = { [Key in keyof T]-?: Check };

const isString: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isBoolean: Check = (value) => typeof value === 'boolean';
const isAnything: Check = () => true;
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const nullable =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks the named fields of an object and leaves the others alone. */
function fields(checks: Readonly<Record<string, Check>>): Check {
  const entries = Object.entries(checks);
  return (value) => isRecord(value) && entries.every(([key, check]) => check(value[key]));
}

function shape<T>(checks: Checks<T>): (value: unknown) => value is T {
  const check = fields(checks);
  return (value): value is T => check(value);
}

const isMode = oneOf('llm', 'extractive', 'refusal');
// A notice that this client does not know yet must not lose the answer: any string passes, unknown ones show nothing.
const isNotice = isString;

const isPassage = shape<Passage>({
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

const isRange = shape<{ start: number; end: number }>({ start: isNumber, end: isNumber });

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
});

type EventData<Name extends ChatEvent['event']> = Extract<ChatEvent, { event: Name }>['data'];

const isUsage = shape<EventData<'usage'>>({
  cached: isBoolean,
  answersLeft: optional(isNumber),
  inputTokens: optional(isNumber),
  outputTokens: optional(isNumber),
  costUsd: optional(isNumber),
});

const isProblem = shape<Problem>({
  type: optional(isString),
  title: optional(isString),
  status: isNumber,
  code: isString,
  detail: isString,
  requestId: optional(isString),
  errors: optional(Array.isArray),
  retryAfterSeconds: optional(isNumber),
  sourceHash: optional(isString),
});

const isWriter = shape<AnswerWriterName>({ provider: isString, model: isString });
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

const isChatSession = shape<ChatSession>({
  id: isString,
  title: isString,
  createdAt: isString,
  updatedAt: isString,
  messageCount: isNumber,
});

/** One page of the reader's conversations, newest first. */
export interface ChatSessionPage {
  readonly items: ChatSession[];
  /** Cursor of the next page; null at the end. */
  readonly nextCursor: string | null;
}

/** true for the answer of `GET /chat/sessions`. */
export const isChatSessionPage = shape<ChatSessionPage>({
  items: listOf(isChatSession),
  nextCursor: (value) => value === undefined || nullable(isString)(value),
});
