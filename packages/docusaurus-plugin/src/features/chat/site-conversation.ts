/** The one conversation of the tab: made with the panel, and alive while the panel is closed. */
import { siteClient } from '../../client/site.ts';
import { keepAnswering, loadAnswering } from './chat-answering-storage.ts';
import { type ChatController, createChatController } from './chat-controller.ts';
import { keepConversation, loadConversation } from './chat-conversation-storage.ts';
import { shareConversation } from './chat-tabs.ts';

const CHANNEL = 'lectern.conversation';

let controller: ChatController | undefined;
let channel: BroadcastChannel | undefined;

/** What outlives tabs; undefined where the browser forbids it. */
function siteStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** The conversation of a tab that went away in the middle of an answer. */
function leftBehind() {
  const storage = siteStorage();
  return storage && loadAnswering(storage);
}

/** The tab's conversation. */
export function siteConversation(): ChatController {
  if (!controller) {
    controller = createChatController({ client: siteClient(), initial: loadConversation() ?? leftBehind() });
    keepConversation(controller.getSnapshot);
    const storage = siteStorage();
    if (storage) keepAnswering(controller, storage);
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
