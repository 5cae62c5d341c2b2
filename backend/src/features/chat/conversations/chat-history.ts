/** The turns that a question follows. */
import type { ChatRequest } from '@lectern/contracts';
import { ConflictError, NotFoundError } from '../../../config/app-error.ts';
import { mayUseSession } from '../chat.policy.ts';
import type { ChatRepository } from '../chat.repository.ts';
import { cleanQuestion } from '../question/chat-question.ts';
import type { BranchMessage } from './chat-branch.repository.ts';

/** Most turns before a question that an answer may look at. */
export const MAX_HISTORY_TURNS = 8;
/** Most text of those turns, UTF-16 units. */
export const MAX_HISTORY_CHARS = 16_000;

/** A question and the answer that followed it. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
}

/** What of a conversation a question stands on. */
export interface History {
  /** Message that the question follows; null at the beginning. */
  readonly parentMessageId: string | null;
  /** The stored question, when it is answered again. */
  readonly questionId?: string;
  /** The question before. */
  readonly previous?: string;
  /** Turns on the way from the root to the question, oldest first; the last ones when there are many. */
  readonly turns: readonly Turn[];
}

/** What of a request says where in a conversation it stands. */
export type HistoryRequest = Pick<ChatRequest, 'sessionId' | 'parentMessageId' | 'question'>;

const NONE: History = { parentMessageId: null, turns: [] };

/**
 * Finds the turns that a question follows: those up to `parentMessageId`, else up to the last answer. A parent that is a
 * question is that very question, asked to be answered again.
 * @throws SESSION_NOT_FOUND, MESSAGE_NOT_FOUND, QUESTION_CHANGED
 */
export const findHistory = async (
  repository: Pick<ChatRepository, 'sessionOwner' | 'branch'>,
  { sessionId, parentMessageId, question }: HistoryRequest,
  readerId: string | null,
): Promise<History> => {
  if (sessionId === undefined) {
    if (parentMessageId != null) {
      throw new NotFoundError('MESSAGE_NOT_FOUND', { detail: 'A parentMessageId needs the sessionId it belongs to.' });
    }
    return NONE;
  }
  if (!mayUseSession(await repository.sessionOwner(sessionId), readerId)) throw new NotFoundError('SESSION_NOT_FOUND');
  if (parentMessageId === null) return NONE;
  const [parent, ...before] = await repository.branch({
    sessionId,
    leafId: parentMessageId,
    // One more for a question that is answered again.
    limit: 2 * MAX_HISTORY_TURNS + 1,
  });
  if (!parent) {
    if (parentMessageId !== undefined) throw new NotFoundError('MESSAGE_NOT_FOUND');
    return NONE;
  }
  if (parent.role === 'assistant') return { parentMessageId: parent.id, ...turnsOf([parent, ...before]) };
  if (cleanQuestion(question) !== parent.text) throw new ConflictError('QUESTION_CHANGED');
  return { parentMessageId: parent.parentMessageId, questionId: parent.id, ...turnsOf(before) };
};

/** @param branch Messages, newest first. */
const turnsOf = (branch: readonly BranchMessage[]): Pick<History, 'turns' | 'previous'> => {
  const turns: Turn[] = [];
  let chars = 0;
  branch.forEach((answer, index) => {
    const question = branch[index + 1];
    if (answer.role !== 'assistant' || question?.role !== 'user') return;
    chars += question.text.length + answer.text.length;
    if (turns.length < MAX_HISTORY_TURNS && chars <= MAX_HISTORY_CHARS) {
      turns.unshift({ question: question.text, answer: answer.text });
    }
  });
  const previous = branch.find(({ role }) => role === 'user')?.text;
  return { turns, ...(previous === undefined ? {} : { previous }) };
};
