/** From what the server keeps of a conversation to the turns of the panel. Pure. */
import type { ChatMessage, ChatSessionDetail } from '@lectern/contracts';
import type { ChatConversation, ChatTurn } from './chat-conversation.ts';
import { statusAfter } from './chat-reducer.ts';

/** What a stored answer says of its turn. */
export function answerFields(
  answer: ChatMessage,
): Omit<ChatTurn, 'id' | 'parentId' | 'question' | 'scope' | 'context'> {
  const { id, parentMessageId, text, citations, unsupported = [], mode, notice, writer, finishReason } = answer;
  return {
    messageId: id,
    questionId: parentMessageId ?? undefined,
    status: statusAfter(finishReason),
    failure: undefined,
    lastEventId: undefined,
    sent: undefined,
    hold: undefined,
    text,
    citations,
    unsupported,
    mode,
    notice,
    writer,
    finishReason,
    suggestions: [],
  };
}

/** The conversation as the panel shows it; the newest answer ends the branch that is shown. */
export function conversationOf({ id, messages }: ChatSessionDetail): ChatConversation {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const turns = messages.flatMap((answer): ChatTurn[] => {
    const question = answer.role === 'assistant' ? byId.get(answer.parentMessageId ?? '') : undefined;
    if (!question) return [];
    return [
      {
        id: answer.id,
        parentId: question.parentMessageId,
        question: question.text,
        scope: question.scope ?? { type: 'book' },
        context: [],
        ...answerFields(answer),
      },
    ];
  });
  return { sessionId: id, turns, active: turns.at(-1)?.id ?? null };
}
