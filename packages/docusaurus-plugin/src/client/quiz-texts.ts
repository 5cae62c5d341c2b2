/** Quizzes whose words are in the reader's language. */
import type { Quiz } from '@lectern/contracts';
import { useEffect, useSyncExternalStore } from 'react';
import { createExternalStore } from './external-store.ts';

/** The quizzes of the page as their authors wrote them, and what is shown in their place, by id. */
export interface ShownQuizzes {
  readonly written: ReadonlyMap<string, Quiz>;
  readonly translated: ReadonlyMap<string, Quiz>;
}

const NONE: ShownQuizzes = { written: new Map(), translated: new Map() };

/** What is known of the page's quizzes. */
export const quizStore = createExternalStore<ShownQuizzes>(NONE);

const onServer = () => NONE;

/** A quiz in the reader's language; as it is written until there is one. */
export function useShownQuiz(quiz: Quiz | undefined): Quiz | undefined {
  const { translated } = useSyncExternalStore(quizStore.subscribe, quizStore.getSnapshot, onServer);
  useEffect(() => {
    if (quiz === undefined) return;
    const { written } = quizStore.getSnapshot();
    if (written.get(quiz.id) !== quiz) quizStore.patch({ written: new Map(written).set(quiz.id, quiz) });
  }, [quiz]);
  return quiz && (translated.get(quiz.id) ?? quiz);
}
