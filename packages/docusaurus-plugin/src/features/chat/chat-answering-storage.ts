/**
 * Keeps a conversation while its answer is being made where a tab that is opened anew finds it: a tab that is closed, or
 * that dies, takes its session storage along, and the server lists a conversation only once an answer has ended.
 */
import type { ChatController } from './chat-controller.ts';
import { type ChatConversation, isRunning } from './chat-conversation.ts';
import { formatConversation, readConversation } from './chat-conversation-storage.ts';

const STORAGE_KEY = 'lectern.answering';
/** What was left longer ago is found in the list of conversations. */
const KEPT_MS = 60 * 60 * 1000;

/** The part of the platform's storage that is used. */
export type AnsweringStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

interface Kept {
  readonly keptAt: number;
  readonly conversation: ChatConversation;
}

function readKept(storage: AnsweringStorage): Kept | undefined {
  const value: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null');
  if (typeof value !== 'object' || value === null || !('keptAt' in value) || !('conversation' in value))
    return undefined;
  const conversation = readConversation(value.conversation);
  return typeof value.keptAt === 'number' && conversation ? { keptAt: value.keptAt, conversation } : undefined;
}

/** The conversation whose answer was being made when its tab went away; undefined when there is none. */
export function loadAnswering(storage: AnsweringStorage, now = Date.now()): ChatConversation | undefined {
  try {
    const kept = readKept(storage);
    return kept && Math.abs(now - kept.keptAt) < KEPT_MS ? kept.conversation : undefined;
  } catch {
    return undefined; // forbidden, or written by something else
  }
}

/** What is worth writing: the answers under way that the server knows of; not every token of theirs. */
const outlineOf = ({ turns }: ChatConversation): string =>
  turns
    .filter((turn) => isRunning(turn) && turn.messageId !== undefined)
    .map(({ messageId }) => messageId)
    .join();

/** Keeps the conversation from an answer's beginning to its end. */
export function keepAnswering(
  controller: Pick<ChatController, 'getSnapshot' | 'subscribe'>,
  storage: AnsweringStorage,
  now = Date.now,
): void {
  let told: string | undefined;
  let written = '';
  const keep = () => {
    const conversation = controller.getSnapshot();
    const outline = outlineOf(conversation);
    if (outline === told) return;
    told = outline;
    try {
      // Another tab may keep another conversation there by now.
      if (outline !== '') {
        written = `{"keptAt":${now()},"conversation":${formatConversation(conversation)}}`;
        storage.setItem(STORAGE_KEY, written);
      } else if (isOurs(storage, written, conversation)) storage.removeItem(STORAGE_KEY);
    } catch {
      // storage is full or forbidden: the answer is in the list of conversations once it has ended
    }
  };
  controller.subscribe(keep);
  keep();
}

/** true for what this tab wrote, and for what another tab wrote of the same conversation. */
function isOurs(storage: AnsweringStorage, written: string, { sessionId }: ChatConversation): boolean {
  const item = storage.getItem(STORAGE_KEY);
  if (item === null || item === written) return item !== null;
  return sessionId !== null && readKept(storage)?.conversation.sessionId === sessionId;
}
