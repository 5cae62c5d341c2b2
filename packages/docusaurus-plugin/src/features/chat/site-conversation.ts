/** The one conversation of the tab: made with the panel, and alive while the panel is closed. */
import { siteClient } from '../../client/site.ts';
import { type ChatController, createChatController } from './chat-controller.ts';
import { keepConversation, loadConversation } from './chat-conversation-storage.ts';

let controller: ChatController | undefined;

/** The tab's conversation. */
export function siteConversation(): ChatController {
  if (!controller) {
    controller = createChatController({ client: siteClient(), initial: loadConversation() });
    keepConversation(controller.getSnapshot);
  }
  return controller;
}
