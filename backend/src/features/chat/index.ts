export { type ChatDeps, registerChat } from './chat.routes.ts';
export type { AcceptedQuestion, ChatService } from './chat.service.ts';
export { type ChatOptions, createChat } from './chat-feature.ts';
