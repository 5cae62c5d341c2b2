/** Conversations in memory: an evaluation leaves nothing behind. */
import type { ChatRepository } from '../features/chat/index.ts';

type Conversations = Pick<ChatRepository, 'sessionOwner' | 'lastMessage' | 'messageOf' | 'recordAnswer'>;
type Message = NonNullable<Awaited<ReturnType<Conversations['lastMessage']>>>;

/** Makes the conversations. */
export const createEvalConversations = (): Conversations => {
  const sessions = new Map<string, { readonly ownerId: string; readonly messages: Message[] }>();
  return {
    sessionOwner: async (id) => sessions.get(id)?.ownerId,
    lastMessage: async (sessionId) => sessions.get(sessionId)?.messages.at(-1),
    messageOf: async (sessionId, id) => sessions.get(sessionId)?.messages.find((message) => message.id === id),
    recordAnswer: async ({ sessionId, ownerId, questionId, answerId, parentMessageId, question, text }) => {
      const session = sessions.get(sessionId) ?? { ownerId, messages: [] };
      session.messages.push(
        { id: questionId, role: 'user', text: question, parentMessageId },
        { id: answerId, role: 'assistant', text, parentMessageId: questionId },
      );
      sessions.set(sessionId, session);
      return true;
    },
  };
};
