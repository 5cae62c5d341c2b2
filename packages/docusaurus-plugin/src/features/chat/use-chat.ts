/** A conversation with the book as a React hook, usable without Lectern's own components. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { createClient } from '../../client/api-client.ts';
import { type ChatController, createChatController } from './chat-controller.ts';
import {
  type ChatConversation,
  type ChatTurn,
  EMPTY_CONVERSATION,
  isRunning,
  shownTurns,
} from './chat-conversation.ts';

export type { AskingChoice, ChatController, ChatQuestion, RatingReasons } from './chat-controller.ts';
export { createChatController } from './chat-controller.ts';
export type { ChatConversation, ChatFailure, ChatTurn } from './chat-conversation.ts';
export { branchesAt, shownTurns } from './chat-conversation.ts';
export type { TurnView } from './chat-reducer.ts';
export { viewOf } from './chat-reducer.ts';

/** How the hook finds its conversation. */
export interface UseChatOptions {
  /** A conversation that outlives the component; without it the hook makes one and stops it on unmount. */
  readonly controller?: ChatController;
  /** Origin of the server when the hook makes its own conversation; empty: the page's. */
  readonly baseUrl?: string;
}

/** Listens once per frame: an answer's words come faster than a window can be drawn. */
function perFrame(subscribe: ChatController['subscribe']): ChatController['subscribe'] {
  return (listener) => {
    let frame = 0;
    const end = subscribe(() => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        listener();
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      end();
    };
  };
}

/** A conversation and what can be done with it. */
export interface UseChatResult extends Omit<ChatController, 'getSnapshot' | 'subscribe'> {
  readonly conversation: ChatConversation;
  /** The turns of the branch that is shown, oldest first. */
  readonly turns: readonly ChatTurn[];
  /** true while an answer is being made. */
  readonly busy: boolean;
}

/**
 * Follows a conversation with the book.
 *
 * @example
 * const { turns, ask, stop } = useChat({ baseUrl: 'https://ask.example' });
 * await ask({ question: 'Why does a late joiner miss the map?', scope: { type: 'book' } });
 */
export function useChat(options: UseChatOptions = {}): UseChatResult {
  const { baseUrl = '' } = options;
  const [own] = useState(() => options.controller ?? createChatController({ client: createClient({ baseUrl }) }));
  const controller = options.controller ?? own;
  const isOwn = controller === own && options.controller === undefined;
  useEffect(() => (isOwn ? () => controller.stop() : undefined), [controller, isOwn]);
  const subscribe = useMemo(() => perFrame(controller.subscribe), [controller]);
  const conversation = useSyncExternalStore(subscribe, controller.getSnapshot, () => EMPTY_CONVERSATION);
  const turns = useMemo(() => shownTurns(conversation), [conversation]);
  const { getSnapshot: _getSnapshot, subscribe: _subscribe, ...actions } = controller;
  return { conversation, turns, busy: turns.some(isRunning), ...actions };
}
