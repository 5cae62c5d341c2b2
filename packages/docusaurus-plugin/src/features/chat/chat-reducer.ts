/** How each event changes a conversation, and what a reader sees of a turn. Pure. */
import type { ChatEvent } from '@lectern/contracts';
import {
  type ChatConversation,
  type ChatFailure,
  type ChatTurn,
  EMPTY_CONVERSATION,
  findTurn,
  isRunning,
  newestLeaf,
} from './chat-conversation.ts';

/** An event of the stream; its id, where known, is where a dropped stream is taken up. */
export type ConversationEvent = ChatEvent & { readonly id?: string };

/** What a question brings along. */
export type NewTurn = Pick<ChatTurn, 'id' | 'parentId' | 'question' | 'scope' | 'quotesOnly' | 'sent' | 'questionId'>;

/** What can happen to a conversation. */
export type ChatAction =
  | { type: 'asked'; turn: NewTurn; replaces?: string | undefined }
  | { type: 'event'; turnId: string; event: ConversationEvent }
  | { type: 'failed'; turnId: string; failure: ChatFailure }
  | { type: 'stopped'; turnId: string }
  | { type: 'updated'; turnId: string; fields: Partial<Omit<ChatTurn, 'id' | 'parentId'>> }
  | { type: 'selected'; turnId: string }
  | { type: 'opened'; conversation: ChatConversation }
  | { type: 'merged'; conversation: ChatConversation }
  | { type: 'cleared' };

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
      if (turn.failure?.kind === 'insecure') return 'limit';
      return turn.failure?.kind === 'offline' || turn.failure?.kind === 'limit' ? turn.failure.kind : 'error';
    case 'done':
      if (turn.mode === 'refusal') return 'notCovered';
      if (turn.notice === 'provider_failed' || turn.notice === 'budget_spent') return 'fallback';
      return turn.mode === 'extractive' ? 'quoted' : 'done';
  }
}

/** The kind of failure that a problem's status and code stand for. */
export function failureKind(status: number, code: string): ChatFailure['kind'] {
  if (status === 429) return 'limit';
  if (code === 'STREAM_CUT') return 'lost';
  if (code === 'SOURCE_CHANGED') return 'changed';
  if (code === 'SELECTION_NOT_IN_CHAPTER') return 'selection';
  return 'error';
}

/** The state that an end of the stream leaves an answer in. */
export function statusAfter(finishReason: string | undefined): 'done' | 'stopped' {
  return finishReason === 'stopped' || finishReason === 'abandoned' ? 'stopped' : 'done';
}

/** What only a running answer needs; an ended one is told apart by not having it. */
const ENDED = { lastEventId: undefined, sent: undefined, hold: undefined } as const;

function applyEvent(turn: ChatTurn, { event, data }: ChatEvent): ChatTurn {
  switch (event) {
    case 'meta': {
      const { messageId, mode, notice, writer, context } = data;
      return { ...turn, messageId, mode, notice, writer, context };
    }
    case 'delta':
      return { ...turn, status: 'answering', text: turn.text + data.text };
    case 'citation':
      return { ...turn, citations: [...turn.citations.filter(({ marker }) => marker !== data.marker), data] };
    case 'unsupported':
      return { ...turn, unsupported: [...turn.unsupported, data] };
    case 'replace': {
      const { mode, notice } = data;
      const replaced = turn.text !== '';
      const writer = mode === 'llm' ? turn.writer : undefined;
      return { ...turn, mode, notice, writer, replaced, text: '', citations: [], unsupported: [] };
    }
    case 'usage':
      return { ...turn, cached: data.cached, answersLeft: data.answersLeft, writer: data.writer ?? turn.writer };
    case 'done': {
      const { finishReason, suggestions } = data;
      return { ...turn, ...ENDED, status: statusAfter(finishReason), finishReason, suggestions };
    }
    case 'error': {
      const { status, code, requestId, retryAfterSeconds } = data.problem;
      const failure = { kind: failureKind(status, code), code, requestId: requestId ?? '', retryAfterSeconds };
      return { ...turn, ...ENDED, status: 'failed', failure };
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

function addTurn(conversation: ChatConversation, added: NewTurn, replaces: string | undefined): ChatConversation {
  const turn: ChatTurn = {
    ...added,
    status: 'waiting',
    text: '',
    citations: [],
    unsupported: [],
    context: [],
    suggestions: [],
  };
  if (replaces === undefined) return { ...conversation, turns: [...conversation.turns, turn], active: turn.id };
  // What followed the failed answer follows the new one.
  const turns = conversation.turns.map((other) => {
    if (other.id === replaces) return turn;
    return other.parentId === replaces ? { ...other, parentId: turn.id } : other;
  });
  return { ...conversation, turns, active: conversation.active === replaces ? turn.id : conversation.active };
}

function applyTo(conversation: ChatConversation, turnId: string, event: ConversationEvent): ChatConversation {
  const next = updateTurn(conversation, turnId, (turn) => {
    if (!isRunning(turn)) return turn;
    const applied = applyEvent({ ...turn, hold: undefined }, event);
    return event.id === undefined || !isRunning(applied) ? applied : { ...applied, lastEventId: event.id };
  });
  const sessionId = event.event === 'meta' ? (event.data.sessionId ?? conversation.sessionId) : conversation.sessionId;
  return { ...next, sessionId };
}

/** The same turn in two tabs: an ended answer before a running one, a longer text before a shorter. */
function furtherOf(own: ChatTurn, other: ChatTurn): ChatTurn {
  if (isRunning(own) !== isRunning(other)) return isRunning(own) ? other : own;
  if (isRunning(own)) return own;
  return other.rating !== own.rating && other.rating !== undefined ? { ...own, rating: other.rating } : own;
}

function mergeTurns(own: ChatConversation, other: ChatConversation): ChatConversation {
  const known = new Set(own.turns.map(({ id }) => id));
  const added = other.turns.filter(({ id }) => !known.has(id));
  const turns = own.turns.map((turn) => furtherOf(turn, findTurn(other, turn.id) ?? turn));
  if (added.length === 0 && turns.every((turn, index) => turn === own.turns[index])) return own;
  const merged = { sessionId: own.sessionId ?? other.sessionId, turns: [...turns, ...added], active: own.active };
  // Follow the other tab only where it went on from what is shown here.
  const follows = own.active === null || added.some(({ parentId }) => parentId === own.active);
  return follows ? { ...merged, active: other.active } : merged;
}

/** The conversation after an action. Events for a turn that has ended are dropped. */
export function reduceChat(conversation: ChatConversation, action: ChatAction): ChatConversation {
  switch (action.type) {
    case 'asked':
      return addTurn(conversation, action.turn, action.replaces);
    case 'event':
      return applyTo(conversation, action.turnId, action.event);
    case 'failed':
      return updateTurn(conversation, action.turnId, (turn) => ({
        ...turn,
        ...ENDED,
        status: 'failed',
        failure: action.failure,
      }));
    case 'stopped':
      return updateTurn(conversation, action.turnId, (turn) =>
        isRunning(turn) ? { ...turn, ...ENDED, status: 'stopped', finishReason: 'stopped' } : turn,
      );
    case 'updated':
      return updateTurn(conversation, action.turnId, (turn) => ({ ...turn, ...action.fields }));
    case 'selected':
      return findTurn(conversation, action.turnId)
        ? { ...conversation, active: newestLeaf(conversation, action.turnId) }
        : conversation;
    case 'opened':
      return action.conversation;
    case 'merged':
      return mergeTurns(conversation, action.conversation);
    case 'cleared':
      return EMPTY_CONVERSATION;
  }
}
