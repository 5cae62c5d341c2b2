/** The one conversation of the tab: made with the panel, and alive while the panel is closed. */
import { siteClient } from '../../client/site.ts';
import { type ChatController, createChatController } from './chat-controller.ts';
import { keepConversation, loadConversation } from './chat-conversation-storage.ts';
import { shareConversation } from './chat-tabs.ts';

const CHANNEL = 'lectern.conversation';

let controller: ChatController | undefined;
let channel: BroadcastChannel | undefined;

/** The tab's conversation. */
export function siteConversation(): ChatController {
  if (!controller) {
    controller = createChatController({ client: siteClient(), initial: loadConversation() });
    keepConversation(controller.getSnapshot);
    channel = new BroadcastChannel(CHANNEL);
    shareConversation(controller, channel);
    controller.resume();
  }
  return controller;
}

/** Tells the other tabs that a conversation is gone. */
export function tellDeleted(sessionId: string): void {
  channel?.postMessage({ type: 'deleted', sessionId });
}
