/** Keeps the conversation through a reload of the tab. What is read back is checked: storage is anyone's to write. */
import { isScope } from '../../client/conversation-guards.ts';
import { fields, isString, listOf, nullable, oneOf, optional } from '../../client/guard-checks.ts';
import { isCitation, isPassage, isRange, isWriter } from '../../client/response-guards.ts';
import { type ChatConversation, type ChatTurn, shownTurns } from './chat-conversation.ts';

const STORAGE_KEY = 'lectern.conversation';
/** Older turns are on the server; the tab keeps what a reader scrolls back to. */
const MAX_TURNS = 20;

const hasTurnShape = fields({
  id: isString,
  parentId: nullable(isString),
  question: isString,
  scope: isScope,
  status: oneOf('waiting', 'answering', 'done', 'stopped', 'failed'),
  failure: optional(fields({ kind: isString, code: isString, requestId: isString })),
  messageId: optional(isString),
  questionId: optional(isString),
  lastEventId: optional(isString),
  sent: optional(fields({ idempotencyKey: isString, request: fields({ question: isString }) })),
  writer: optional(isWriter),
  text: isString,
  citations: listOf(isCitation),
  unsupported: listOf(isRange),
  context: listOf(isPassage),
  suggestions: listOf(isString),
});
const isTurn = (value: unknown): value is ChatTurn => hasTurnShape(value);
const isTurnList = (value: unknown): value is ChatTurn[] => Array.isArray(value) && value.every(isTurn);

/** Checks a conversation that comes from storage or from another tab; undefined when it isn't one. */
export function readConversation(value: unknown): ChatConversation | undefined {
  if (typeof value !== 'object' || value === null || !('turns' in value) || !isTurnList(value.turns)) return undefined;
  const sessionId = 'sessionId' in value && typeof value.sessionId === 'string' ? value.sessionId : null;
  const active = 'active' in value && typeof value.active === 'string' ? value.active : null;
  return { sessionId, turns: value.turns, active };
}

/** Reads a kept conversation; undefined when it isn't one. */
export function parseConversation(json: string | null): ChatConversation | undefined {
  try {
    return readConversation(JSON.parse(json ?? 'null'));
  } catch {
    return undefined;
  }
}

/** The conversation as it is kept: the last turns of what is shown, and the other branches at them. */
export function formatConversation(conversation: ChatConversation): string {
  const shown = shownTurns(conversation).slice(-MAX_TURNS);
  const kept = new Set(shown.map(({ parentId }) => parentId));
  const turns = conversation.turns.filter(({ parentId }) => kept.has(parentId)).slice(-MAX_TURNS * 2);
  return JSON.stringify({ ...conversation, turns });
}

/** Takes the conversation up from before a reload. */
export function loadConversation(): ChatConversation | undefined {
  try {
    return parseConversation(sessionStorage.getItem(STORAGE_KEY));
  } catch {
    return undefined;
  }
}

/** Keeps the conversation when the page goes away, or into the background, where a phone may end it. */
export function keepConversation(read: () => ChatConversation): void {
  const keep = () => {
    try {
      sessionStorage.setItem(STORAGE_KEY, formatConversation(read()));
    } catch {
      // storage is full or forbidden: the conversation is still on the server
    }
  };
  window.addEventListener('pagehide', keep);
  document.addEventListener('visibilitychange', keep);
}
