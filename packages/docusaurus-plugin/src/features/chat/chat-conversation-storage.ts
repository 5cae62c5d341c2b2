/** Keeps the conversation through a reload of the tab. What is read back is checked: storage is anyone's to write. */
import { isCitation } from '../../client/response-guards.ts';
import { type ChatConversation, type ChatTurn, isRunning } from './chat-reducer.ts';

const STORAGE_KEY = 'lectern.conversation';
/** Older turns are on the server; the tab keeps what a reader scrolls back to. */
const MAX_TURNS = 20;
const STATUSES = new Set(['waiting', 'answering', 'done', 'stopped', 'failed']);

const isText = (value: unknown) => typeof value === 'string';

function isTurn(value: unknown): value is ChatTurn {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const list = (name: string) => {
    const field = fields.get(name);
    return Array.isArray(field) ? field : null;
  };
  const scope = fields.get('scope');
  return (
    isText(fields.get('id')) &&
    isText(fields.get('question')) &&
    isText(fields.get('text')) &&
    STATUSES.has(String(fields.get('status'))) &&
    typeof scope === 'object' &&
    scope !== null &&
    'type' in scope &&
    list('citations')?.every(isCitation) === true &&
    list('suggestions')?.every(isText) === true &&
    list('unsupported') !== null &&
    list('context') !== null
  );
}

/** Reads a kept conversation; undefined when it isn't one. An answer that was under way counts as stopped. */
export function parseConversation(json: string | null): ChatConversation | undefined {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    if (typeof value !== 'object' || value === null || !('turns' in value) || !Array.isArray(value.turns))
      return undefined;
    if (!value.turns.every(isTurn)) return undefined;
    const turns = value.turns.map((turn) => (isRunning(turn) ? { ...turn, status: 'stopped' as const } : turn));
    const sessionId = 'sessionId' in value && typeof value.sessionId === 'string' ? value.sessionId : null;
    return { sessionId, turns };
  } catch {
    return undefined;
  }
}

/** The conversation as it is kept: the last turns, passages without their text. */
export function formatConversation({ sessionId, turns }: ChatConversation): string {
  const kept = turns
    .slice(-MAX_TURNS)
    .map((turn) => ({ ...turn, context: turn.context.map((passage) => ({ ...passage, text: '' })) }));
  return JSON.stringify({ sessionId, turns: kept });
}

/** Takes the conversation up from before a reload. */
export function loadConversation(): ChatConversation | undefined {
  try {
    return parseConversation(sessionStorage.getItem(STORAGE_KEY));
  } catch {
    return undefined;
  }
}

/** Keeps the conversation when the page goes away. */
export function keepConversation(read: () => ChatConversation): void {
  window.addEventListener('pagehide', () => {
    try {
      sessionStorage.setItem(STORAGE_KEY, formatConversation(read()));
    } catch {
      // storage is full or forbidden: the conversation is still on the server
    }
  });
}
