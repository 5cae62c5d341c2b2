/** Conversations in memory: an evaluation leaves nothing behind. */
import type { ChatRepository } from '../features/chat/index.ts';

type Conversations = Pick<ChatRepository, 'sessionOwner' | 'branch' | 'recordAnswer'>;
type Message = Awaited<ReturnType<Conversations['branch']>>[number];

/** Makes the conversations. */
export const createEvalConversations = (): Conversations => {
  const sessions = new Map<string, { readonly ownerId: string; readonly messages: Message[] }>();
  return {
    sessionOwner: async (id) => sessions.get(id)?.ownerId,
    branch: async ({ sessionId, leafId, limit }) => {
      const messages = sessions.get(sessionId)?.messages ?? [];
      const branch: Message[] = [];
      let id = leafId ?? messages.at(-1)?.id;
      while (branch.length < limit) {
        const message = messages.find((candidate) => candidate.id === id);
        if (!message) break;
        branch.push(message);
        id = message.parentMessageId ?? undefined;
      }
      return branch;
    },
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
