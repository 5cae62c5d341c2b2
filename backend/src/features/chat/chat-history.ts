/** The turn that a question follows. */
import type { ChatRequest } from '@lectern/contracts';
import { NotFoundError } from '../../config/app-error.ts';
import { mayUseSession } from './chat.policy.ts';
import type { ChatRepository } from './chat.repository.ts';

/** What of a conversation a question stands on. */
export interface History {
  /** Message that the question follows; null at the beginning. */
  readonly parentMessageId: string | null;
  /** The question before. */
  readonly previous?: string;
}

/**
 * Finds the turn that a question follows: that of `parentMessageId`, else the last one.
 * @throws SESSION_NOT_FOUND, MESSAGE_NOT_FOUND
 */
export const findHistory = async (
  repository: Pick<ChatRepository, 'sessionOwner' | 'lastMessage' | 'messageOf'>,
  request: Pick<ChatRequest, 'sessionId' | 'parentMessageId'>,
  readerId: string | null,
): Promise<History> => {
  const { sessionId, parentMessageId } = request;
  if (sessionId === undefined) {
    if (parentMessageId != null) {
      throw new NotFoundError('MESSAGE_NOT_FOUND', { detail: 'A parentMessageId needs the sessionId it belongs to.' });
    }
    return { parentMessageId: null };
  }
  if (!mayUseSession(await repository.sessionOwner(sessionId), readerId)) throw new NotFoundError('SESSION_NOT_FOUND');
  if (parentMessageId === null) return { parentMessageId: null };
  const parent =
    parentMessageId === undefined
      ? await repository.lastMessage(sessionId)
      : await repository.messageOf(sessionId, parentMessageId);
  if (!parent) {
    if (parentMessageId !== undefined) throw new NotFoundError('MESSAGE_NOT_FOUND');
    return { parentMessageId: null };
  }
  const question =
    parent.role === 'user' || parent.parentMessageId === null
      ? parent
      : await repository.messageOf(sessionId, parent.parentMessageId);
  const previous = question?.role === 'user' ? { previous: question.text } : {};
  return { parentMessageId: parent.id, ...previous };
};
