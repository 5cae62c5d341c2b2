/** Sends answers to the server, whose grading stands; without one the page's own stays. */
import type { QuizItem, QuizItemResult } from '@lectern/contracts';
import { useEffect, useState } from 'react';
import { findPageData } from '../../client/page-data.ts';
import { learningClient } from './learning-client.ts';
import { siteProgress } from './learning-site.ts';
import { parseReaderNumber, type QuizAnswer } from './quiz-grading.ts';
import { renewDueCount } from './reviews-due.ts';

/** What was answered before. */
export interface QuizHistory {
  /** Answers that were graded. */
  readonly answered: number;
  readonly right: number;
  /** When the last was, ISO 8601. */
  readonly lastAt: string;
}

/** A reader's attempts at a quiz on the server. */
export interface QuizAttempts {
  /** Item → what the server said of the answer that is shown. */
  readonly results: ReadonlyMap<string, QuizItemResult>;
  /** null: nothing was graded, or nothing is known of it. */
  readonly history: QuizHistory | null;
  /** Sends an answer. Never rejects. */
  readonly send: (item: QuizItem, answer: QuizAnswer) => void;
  /** Forgets what was said of an answer that is being changed; without an item of all. */
  readonly forget: (itemId?: string) => void;
}

const chapterKeyHere = async (): Promise<string | undefined> => (await findPageData(window.location.pathname))?.key;

function toAnswer(item: QuizItem, answer: QuizAnswer) {
  if (typeof answer !== 'string') return { itemId: item.id, choiceIds: [...answer] };
  const value = parseReaderNumber(answer);
  return { itemId: item.id, ...(value === undefined ? {} : { value }) };
}

async function readHistory(quizId: string): Promise<QuizHistory | null> {
  const chapterKey = await chapterKeyHere();
  if (chapterKey === undefined || !siteProgress().store.getSnapshot().shared) return null;
  const { items } = await learningClient().attempts(quizId, chapterKey);
  const [latest] = items;
  if (latest === undefined) return null;
  const sum = (field: 'answered' | 'right') => items.reduce((total, attempt) => total + attempt[field], 0);
  return { answered: sum('answered'), right: sum('right'), lastAt: latest.createdAt };
}

/** The attempts of this reader at a quiz. */
export function useQuizAttempts(quizId: string): QuizAttempts {
  const [results, setResults] = useState<ReadonlyMap<string, QuizItemResult>>(new Map());
  const [history, setHistory] = useState<QuizHistory | null>(null);
  useEffect(() => {
    let isCurrent = true;
    readHistory(quizId).then(
      (found) => isCurrent && setHistory(found),
      () => undefined, // a line less
    );
    return () => {
      isCurrent = false;
    };
  }, [quizId]);

  const send = async (item: QuizItem, answer: QuizAnswer) => {
    const chapterKey = await chapterKeyHere();
    if (chapterKey === undefined) return;
    const attempt = await learningClient().attempt(quizId, { chapterKey, answers: [toAnswer(item, answer)] });
    siteProgress().share();
    if (attempt.right < attempt.answered) void renewDueCount();
    setResults((before) => {
      const known = new Map(before);
      for (const result of attempt.items) known.set(result.itemId, result);
      return known;
    });
    setHistory((before) => ({
      answered: (before?.answered ?? 0) + attempt.answered,
      right: (before?.right ?? 0) + attempt.right,
      lastAt: attempt.createdAt,
    }));
  };
  return {
    results,
    history,
    // Without a server the page's own grading stands.
    send: (item, answer) => void send(item, answer).catch(() => undefined),
    forget: (itemId) =>
      setResults((before) => {
        const left = new Map(before);
        if (itemId === undefined) left.clear();
        else left.delete(itemId);
        return left;
      }),
  };
}
