/** One conversation in all tabs of the site: each tab tells the others of its turns, and follows their answers itself. */

import type { ChatController } from './chat-controller.ts';
import { type ChatConversation, isRunning } from './chat-conversation.ts';
import { readConversation } from './chat-conversation-storage.ts';

/** The part of the platform's BroadcastChannel that is used. */
export type TabChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;

/** What other tabs need to hear of; not every token, since each tab reads the stream itself. */
function outlineOf({ sessionId, turns }: ChatConversation): string {
  const state = turns.map((turn) => [turn.id, turn.messageId ?? '', isRunning(turn), turn.rating ?? ''].join());
  return [sessionId ?? '', ...state].join('|');
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
}

/**
 * Shares a conversation with the site's other tabs.
 *
 * @param channel Where tabs hear each other.
 */
export function shareConversation(controller: ChatController, channel: TabChannel): void {
  // A tab that has just come up takes over what others show; one that began something new doesn't.
  let isFresh = controller.getSnapshot().turns.length === 0;
  let told = outlineOf(controller.getSnapshot());
  const tell = () => channel.postMessage({ type: 'conversation', conversation: controller.getSnapshot() });

  controller.subscribe(() => {
    const conversation = controller.getSnapshot();
    isFresh &&= conversation.turns.length === 0;
    const outline = outlineOf(conversation);
    // A question becomes known to others with its answer's id: before it, there is nothing that they could follow.
    const isKnown = conversation.turns.every((turn) => !isRunning(turn) || turn.messageId !== undefined);
    if (outline === told || !isKnown) return;
    told = outline;
    if (conversation.turns.length > 0) tell();
  });

  channel.addEventListener('message', (event) => {
    const message: unknown = 'data' in event ? event.data : undefined;
    const own = controller.getSnapshot();
    switch (typeOf(message)) {
      case 'hello':
        if (own.turns.length > 0) tell();
        return;
      case 'deleted':
        if (own.sessionId !== null && Reflect.get(Object(message), 'sessionId') === own.sessionId) controller.clear();
        return;
      case 'conversation': {
        const other = readConversation(Reflect.get(Object(message), 'conversation'));
        const isSame = own.sessionId !== null && own.sessionId === other?.sessionId;
        if (!other || !(isSame || (isFresh && own.turns.length === 0))) return;
        isFresh = false;
        controller.adopt(other);
      }
    }
  });
  if (isFresh) channel.postMessage({ type: 'hello' });
}
