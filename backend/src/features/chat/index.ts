export type { ChatRepository } from './chat.repository.ts';
export { type ChatDeps, registerChat } from './chat.routes.ts';
export { type AcceptedQuestion, type ChatService, createChatService } from './chat.service.ts';
export { type ChatModelOptions, type ChatOptions, createChat } from './chat-feature.ts';
export { foldAnswer } from './chat-fold.ts';
export { createChatOwnedData } from './conversations/chat-owned.repository.ts';
export type { AnswerCache } from './model/chat-answer-cache.ts';
export { type AnswerModel, createAnswerModel } from './model/chat-model.ts';
export { verifyAnswer } from './verify/chat-verify.ts';
