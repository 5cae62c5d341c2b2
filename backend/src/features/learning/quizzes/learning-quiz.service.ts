/** Attempts at quizzes: graded here, kept, and what was missed put among the reviews. */
import { randomUUID } from 'node:crypto';
import type { FieldError, QuizAnswer, QuizAttempt, QuizAttemptResponse, QuizItem } from '@lectern/contracts';
import { ConflictError, ValidationError } from '../../../config/app-error.ts';
import { type ListPage, pageOf, readCursor } from '../../../db/list-cursor.ts';
import type { LearningReader } from '../learning-owner.repository.ts';
import type { LearningServiceDeps } from '../learning-service-deps.ts';
import { answerFaults, gradeItem, hasUnknownChoices } from './learning-grading.ts';
import { countRight, listAttempts, type QuizName, saveAttempt } from './learning-quiz.repository.ts';
import { findQuiz, presentResult } from './learning-quiz.ts';
import { saveMissed } from './learning-review.repository.ts';

/** Quizzes. A reader without an identity (null) has no attempts. */
export type LearningQuizService = ReturnType<typeof createLearningQuizService>;

/** Makes the service. */
export const createLearningQuizService = (deps: LearningServiceDeps) => {
  const { db, owners, openBook, inLanguage, now } = deps;
  return {
    /**
     * Grades answers to a quiz and keeps them; each missed item becomes a card that is due at once.
     * @throws CHAPTER_NOT_FOUND, QUIZ_NOT_FOUND
     * @throws QUIZ_CHANGED when the quiz does not have what was answered
     * @throws VALIDATION_FAILED for answers that do not fit their questions
     */
    attempt: async (
      reader: () => LearningReader,
      name: QuizName,
      answers: readonly QuizAnswer[],
      locale?: string,
    ): Promise<QuizAttemptResponse> => {
      const { chapter, quiz } = await inLanguage(findQuiz(await openBook(locale), name), locale);
      const graded = matchAnswers(quiz.items, answers).map(({ item, answer }) => ({
        item,
        answer,
        outcome: gradeItem(item, answer),
      }));
      const items: QuizAttempt['items'] = graded.map(({ answer, outcome }) => ({
        itemId: answer.itemId,
        choiceIds: answer.choiceIds,
        value: answer.value ?? null,
        outcome,
      }));
      const missed = items.filter(({ outcome }) => outcome !== 'right').map(({ itemId }) => itemId);
      const id = randomUUID();
      const createdAt = new Date(now());
      const owner = reader();
      await owners.write(owner, createdAt, async (tx) => {
        await saveAttempt(tx, owner.id, { ...name, id, items, total: quiz.items.length, createdAt });
        await saveMissed(tx, owner.id, name, missed, createdAt);
      });
      return {
        id,
        ...name,
        right: countRight(items),
        answered: items.length,
        total: quiz.items.length,
        items: graded.map(({ item, answer, outcome }) => presentResult(chapter, item, answer, outcome)),
        cardsDue: missed.length,
        createdAt: createdAt.toISOString(),
      };
    },

    /** A page of a reader's attempts at a quiz, newest first. @throws INVALID_CURSOR */
    attempts: async (
      readerId: string | null,
      name: QuizName,
      { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
    ): Promise<ListPage<QuizAttempt>> => {
      const after = readCursor(cursor);
      if (readerId === null) return { items: [], nextCursor: null };
      const rows = await listAttempts(db, readerId, name, limit + 1, after);
      return pageOf(rows, limit, ({ createdAt, id }) => ({ at: new Date(createdAt), id }));
    },
  };
};

interface MatchedAnswer {
  readonly item: QuizItem;
  readonly answer: QuizAnswer;
}

/** Each answer with its item. */
const matchAnswers = (items: readonly QuizItem[], answers: readonly QuizAnswer[]): MatchedAnswer[] => {
  const faults: FieldError[] = [];
  const seen = new Set<string>();
  const matched = answers.map((answer, index) => {
    const item = items.find(({ id }) => id === answer.itemId);
    if (!item || hasUnknownChoices(item, answer)) throw new ConflictError('QUIZ_CHANGED');
    if (seen.has(item.id)) faults.push({ path: `answers.${index}.itemId`, message: 'is answered twice' });
    seen.add(item.id);
    faults.push(...answerFaults(item, answer, `answers.${index}`));
    return { item, answer };
  });
  if (faults.length > 0) throw new ValidationError('VALIDATION_FAILED', { errors: faults });
  return matched;
};
