/** What a conversation is and how each event changes it. Pure. */
import type { AnswerMode, ChatEvent, Citation, Notice, Passage, ScopeInput } from '@lectern/contracts';

/** Where an answer stands. */
export type TurnStatus = 'waiting' | 'answering' | 'done' | 'stopped' | 'failed';

/** Why an answer failed, in the kinds that a reader is told apart. */
export interface ChatFailure {
  /** offline: not reached or broken off · limit: asked too often · changed: the page is older than the book · selection: the text isn't in the chapter · error: all else. */
  readonly kind: 'offline' | 'limit' | 'changed' | 'selection' | 'error';
  /** Code of the server's problem, empty when it didn't come from the server. */
  readonly code: string;
  /** Id of the request for a report, may be empty. */
  readonly requestId: string;
  readonly retryAfterSeconds?: number | undefined;
}

/** A range of an answer's text, UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One question and its answer. */
export interface ChatTurn {
  /** Id in this browser. */
  readonly id: string;
  readonly question: string;
  readonly scope: ScopeInput;
  readonly status: TurnStatus;
  readonly failure?: ChatFailure | undefined;
  /** The server's id of the answer, once known. */
  readonly messageId?: string | undefined;
  readonly mode?: AnswerMode | undefined;
  readonly notice?: Notice | undefined;
  /** The answer so far: Markdown subset with `[n]` markers. */
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly unsupported: readonly TextRange[];
  /** What the answer may use; on a refusal the nearest sections. */
  readonly context: readonly Passage[];
  readonly suggestions: readonly string[];
  readonly cached?: boolean | undefined;
  /** Model answers left today, where limited. */
  readonly answersLeft?: number | undefined;
  readonly rating?: 'up' | 'down' | undefined;
}

/** Questions and answers, oldest first. */
export interface ChatConversation {
  /** The server's id of the conversation; null before the first answer and when nothing is kept. */
  readonly sessionId: string | null;
  readonly turns: readonly ChatTurn[];
}

/** What can happen to a conversation. */
export type ChatAction =
  | { type: 'asked'; turnId: string; question: string; scope: ScopeInput; replaces?: string | undefined }
  | { type: 'event'; turnId: string; event: ChatEvent }
  | { type: 'failed'; turnId: string; failure: ChatFailure }
  | { type: 'stopped'; turnId: string }
  | { type: 'rated'; turnId: string; rating: 'up' | 'down' }
  | { type: 'cleared' };

/** A conversation without questions. */
export const EMPTY_CONVERSATION: ChatConversation = { sessionId: null, turns: [] };

/** What the reader sees of a turn: the rows of the panel's table of states. */
export type TurnView =
  | 'waiting'
  | 'answering'
  | 'done'
  | 'quoted'
  | 'fallback'
  | 'notCovered'
  | 'stopped'
  | 'limit'
  | 'offline'
  | 'error';

/** The state of a turn as the reader sees it. */
export function viewOf(turn: ChatTurn): TurnView {
  switch (turn.status) {
    case 'waiting':
    case 'answering':
    case 'stopped':
      return turn.status;
    case 'failed':
      return turn.failure?.kind === 'offline' || turn.failure?.kind === 'limit' ? turn.failure.kind : 'error';
    case 'done':
      if (turn.mode === 'refusal') return 'notCovered';
      if (turn.notice === 'provider_failed' || turn.notice === 'budget_spent') return 'fallback';
      return turn.mode === 'extractive' ? 'quoted' : 'done';
  }
}

/** true while an answer is being made. */
export function isRunning(turn: ChatTurn | undefined): boolean {
  return turn?.status === 'waiting' || turn?.status === 'answering';
}

/** The kind of failure that a problem's status and code stand for. */
export function failureKind(status: number, code: string): ChatFailure['kind'] {
  if (status === 429) return 'limit';
  if (code === 'SOURCE_CHANGED') return 'changed';
  if (code === 'SELECTION_NOT_IN_CHAPTER') return 'selection';
  return 'error';
}

function newTurn(action: Extract<ChatAction, { type: 'asked' }>): ChatTurn {
  return {
    id: action.turnId,
    question: action.question,
    scope: action.scope,
    status: 'waiting',
    text: '',
    citations: [],
    unsupported: [],
    context: [],
    suggestions: [],
  };
}

function applyEvent(turn: ChatTurn, { event, data }: ChatEvent): ChatTurn {
  switch (event) {
    case 'meta':
      return { ...turn, messageId: data.messageId, mode: data.mode, notice: data.notice, context: data.context };
    case 'delta':
      return { ...turn, status: 'answering', text: turn.text + data.text };
    case 'citation':
      return { ...turn, citations: [...turn.citations.filter(({ marker }) => marker !== data.marker), data] };
    case 'unsupported':
      return { ...turn, unsupported: [...turn.unsupported, data] };
    case 'replace':
      return { ...turn, mode: data.mode, notice: data.notice, text: '', citations: [], unsupported: [] };
    case 'usage':
      return { ...turn, cached: data.cached, answersLeft: data.answersLeft };
    case 'done':
      return {
        ...turn,
        status: data.finishReason === 'stopped' || data.finishReason === 'abandoned' ? 'stopped' : 'done',
        suggestions: data.suggestions,
      };
    case 'error': {
      const { status, code, requestId, retryAfterSeconds } = data.problem;
      return {
        ...turn,
        status: 'failed',
        failure: { kind: failureKind(status, code), code, requestId: requestId ?? '', retryAfterSeconds },
      };
    }
  }
}

function updateTurn(
  conversation: ChatConversation,
  turnId: string,
  update: (turn: ChatTurn) => ChatTurn,
): ChatConversation {
  return { ...conversation, turns: conversation.turns.map((turn) => (turn.id === turnId ? update(turn) : turn)) };
}

/** The conversation after an action. Events for a turn that has ended are dropped. */
export function reduceChat(conversation: ChatConversation, action: ChatAction): ChatConversation {
  switch (action.type) {
    case 'asked':
      return {
        ...conversation,
        turns: [...conversation.turns.filter(({ id }) => id !== action.replaces), newTurn(action)],
      };
    case 'event': {
      const { event } = action;
      const next = updateTurn(conversation, action.turnId, (turn) =>
        isRunning(turn) ? applyEvent(turn, event) : turn,
      );
      const sessionId =
        event.event === 'meta' ? (event.data.sessionId ?? conversation.sessionId) : conversation.sessionId;
      return { ...next, sessionId };
    }
    case 'failed':
      return updateTurn(conversation, action.turnId, (turn) => ({
        ...turn,
        status: 'failed',
        failure: action.failure,
      }));
    case 'stopped':
      return updateTurn(conversation, action.turnId, (turn) =>
        isRunning(turn) ? { ...turn, status: 'stopped' } : turn,
      );
    case 'rated':
      return updateTurn(conversation, action.turnId, (turn) => ({ ...turn, rating: action.rating }));
    case 'cleared':
      return EMPTY_CONVERSATION;
  }
}
