/** The words of a quiz. */
import type { Message } from '../../client/messages.ts';

/** Catalogue entries, named by what they say. */
export const quizMessages = {
  title: { id: 'lectern.quiz.title', message: 'Quiz' },
  question: { id: 'lectern.quiz.question', message: 'Question {number} of {total}' },
  pickOne: { id: 'lectern.quiz.pickOne', message: 'Choose one.' },
  pickAll: { id: 'lectern.quiz.pickAll', message: 'Choose all that are true.' },
  number: { id: 'lectern.quiz.number', message: 'Your number' },
  unit: { id: 'lectern.quiz.unit', message: 'in {unit}' },
  check: { id: 'lectern.quiz.check', message: 'Check' },
  again: { id: 'lectern.quiz.again', message: 'Try again' },
  explain: { id: 'lectern.quiz.explain', message: 'Show the answer' },
  reread: { id: 'lectern.quiz.reread', message: 'Read the section again' },
  right: { id: 'lectern.quiz.right', message: 'Right.' },
  wrong: { id: 'lectern.quiz.wrong', message: 'Not yet.' },
  wrongSome: { id: 'lectern.quiz.wrongSome', message: 'Not yet: some are missing or too many.' },
  empty: { id: 'lectern.quiz.empty', message: 'Answer first, then check.' },
  unreadable: { id: 'lectern.quiz.unreadable', message: 'Write a number, such as 0.5 or 3e-2, without the unit.' },
  choiceRight: { id: 'lectern.quiz.choiceRight', message: 'True' },
  choiceWrong: { id: 'lectern.quiz.choiceWrong', message: 'Not true' },
  answer: { id: 'lectern.quiz.answer', message: 'Answer: {value} {unit} (± {tolerance})' },
  score: { id: 'lectern.quiz.score', message: '{right} of {total} right, {checked} checked' },
  restart: { id: 'lectern.quiz.restart', message: 'Start over' },
  history: {
    id: 'lectern.quiz.history',
    message:
      '{count} answer graded so far, {right} right. Last on {date}.|{count} answers graded so far, {right} right. Last on {date}.',
  },
  kept: { id: 'lectern.quiz.kept', message: 'Your answers stay in this browser.' },
} satisfies Record<string, Message>;
