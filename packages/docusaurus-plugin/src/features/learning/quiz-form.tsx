/** The form of a quiz: a chunk of its own. */
import './quiz.css';
import type { Quiz, QuizItem } from '@lectern/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { pageLanguage, plural, t } from '../../client/messages.ts';
import { type QuizHistory, useQuizAttempts } from './quiz-attempts.ts';
import { type QuizAnswer, scoreQuiz } from './quiz-grading.ts';
import { QuizItemForm } from './quiz-item-form.tsx';
import { quizMessages } from './quiz-messages.ts';
import { EMPTY_RECORD, loadQuizRecord, type QuizRecord, saveQuizRecord } from './quiz-storage.ts';

/** What was graded before, in one line. */
function HistoryLine({ history }: { history: QuizHistory | null }): ReactNode {
  if (history === null) return t(quizMessages.kept);
  const date = new Intl.DateTimeFormat(pageLanguage(), { dateStyle: 'long' }).format(new Date(history.lastAt));
  return plural(quizMessages.history, history.answered, { right: history.right, date });
}

/** All items with a form each, the score, and a way to start over. Answers are kept in this browser. */
export default function QuizForm({ quiz }: { quiz: Quiz }): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  const [record, setRecord] = useState<QuizRecord>(() => loadQuizRecord(quiz, window.localStorage));
  useEffect(() => saveQuizRecord(quiz.id, record, window.localStorage), [quiz.id, record]);
  const attempts = useQuizAttempts(quiz.id);

  const answer = (itemId: string, value: QuizAnswer | undefined) => {
    attempts.forget(itemId);
    setRecord(({ answers, checked }) => {
      const nextAnswers = new Map(answers);
      if (value === undefined) nextAnswers.delete(itemId);
      else nextAnswers.set(itemId, value);
      // A changed answer is an unchecked one.
      const nextChecked = new Set(checked);
      nextChecked.delete(itemId);
      return { answers: nextAnswers, checked: nextChecked };
    });
  };
  const check = (item: QuizItem) => {
    setRecord(({ answers, checked }) => ({ answers, checked: new Set(checked).add(item.id) }));
    const given = record.answers.get(item.id);
    if (given !== undefined) attempts.send(item, given);
  };
  const restart = () => {
    attempts.forget();
    setRecord(EMPTY_RECORD);
    list.current?.querySelector('input')?.focus();
  };

  const score = scoreQuiz(quiz, record.answers, record.checked, attempts.results);
  return (
    <>
      <ol className="lectern-quiz__items" ref={list}>
        {quiz.items.map((item, index) => (
          <li key={item.id} className="lectern-quiz__item">
            <QuizItemForm
              item={item}
              label={t(quizMessages.question, { number: index + 1, total: quiz.items.length })}
              answer={record.answers.get(item.id)}
              checked={record.checked.has(item.id)}
              onAnswer={(value) => answer(item.id, value)}
              graded={attempts.results.get(item.id)}
              onCheck={() => check(item)}
            />
          </li>
        ))}
      </ol>
      <div className="lectern-quiz__foot">
        <p className="lectern-quiz__score" role="status">
          {score.checked > 0 && t(quizMessages.score, { ...score })}
        </p>
        <p className="lectern-quiz__kept">
          <HistoryLine history={attempts.history} />
        </p>
        {record.answers.size > 0 && (
          <button type="button" className="button button--secondary button--sm" onClick={restart}>
            {t(quizMessages.restart)}
          </button>
        )}
      </div>
    </>
  );
}
