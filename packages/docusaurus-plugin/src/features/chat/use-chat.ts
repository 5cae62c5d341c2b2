/** A conversation with the book as a React hook, usable without Lectern's own components. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { createClient } from '../../client/api-client.ts';
import { type ChatController, createChatController } from './chat-controller.ts';
import { type ChatConversation, EMPTY_CONVERSATION, isRunning } from './chat-reducer.ts';

export type { ChatController, ChatQuestion } from './chat-controller.ts';
export { createChatController } from './chat-controller.ts';
export type { ChatConversation, ChatFailure, ChatTurn, TurnView } from './chat-reducer.ts';
export { viewOf } from './chat-reducer.ts';

/** How the hook finds its conversation. */
export interface UseChatOptions {
  /** A conversation that outlives the component; without it the hook makes one and stops it on unmount. */
  readonly controller?: ChatController;
  /** Origin of the server when the hook makes its own conversation; empty: the page's. */
  readonly baseUrl?: string;
}

/** A conversation and what can be done with it. */
export interface UseChatResult extends Omit<ChatController, 'getSnapshot' | 'subscribe'> {
  readonly conversation: ChatConversation;
  /** true while an answer is being made. */
  readonly busy: boolean;
}

/**
 * Follows a conversation with the book.
 *
 * @example
 * const { conversation, ask, stop } = useChat({ baseUrl: 'https://ask.example' });
 * await ask({ question: 'Why does a late joiner miss the map?', scope: { type: 'book' } });
 */
export function useChat(options: UseChatOptions = {}): UseChatResult {
  const { baseUrl = '' } = options;
  const [own] = useState(() => options.controller ?? createChatController({ client: createClient({ baseUrl }) }));
  const controller = options.controller ?? own;
  const isOwn = controller === own && options.controller === undefined;
  useEffect(() => (isOwn ? () => controller.stop() : undefined), [controller, isOwn]);
  const conversation = useSyncExternalStore(controller.subscribe, controller.getSnapshot, () => EMPTY_CONVERSATION);
  const { getSnapshot: _getSnapshot, subscribe: _subscribe, ...actions } = controller;
  return { conversation, busy: isRunning(conversation.turns.at(-1)), ...actions };
}
