/** The outcome of a repeated question. */
import type { DueReview, QuizItemResult, ReviewResponse } from '@lectern/contracts';
import { type ReactNode, useEffect, useRef } from 'react';
import { pageLanguage, t } from '../../client/messages.ts';
import { PlaceLink } from './continue-link.tsx';
import { quizMessages } from './quiz-messages.ts';
import { REVIEW_MESSAGES } from './review.messages.ts';
import { formatDue } from './review-due-date.ts';

/** What there is to learn from a graded answer: every choice that was chosen or should have been. */
function Explanation({ result }: { result: QuizItemResult }): ReactNode {
  const format = new Intl.NumberFormat(pageLanguage(), { maximumSignificantDigits: 6, useGrouping: false });
  return (
    <ul className="lectern-review-why">
      {result.choices.map((choice) => (
        <li key={choice.choiceId} data-correct={choice.correct}>
          <p>
            <strong>
              <span aria-hidden="true">{choice.correct ? '✓ ' : '✗ '}</span>
              {t(choice.correct ? quizMessages.choiceRight : quizMessages.choiceWrong)}
            </strong>
          </p>
          <p dir="auto">{choice.text}</p>
          <p dir="auto" className="lectern-review-reason">
            {choice.why}
          </p>
        </li>
      ))}
      {result.answer && (
        <li data-correct="true">
          <strong>
            {t(quizMessages.answer, {
              value: format.format(result.answer.value),
              unit: result.answer.unit,
              tolerance: format.format(result.answer.tolerance),
            })}
            .
          </strong>
          <p dir="auto" className="lectern-review-reason">
            {result.answer.why}
          </p>
        </li>
      )}
    </ul>
  );
}

/** What came of an answer, what there is to learn from it, and when it is asked again. */
export function ReviewOutcome({
  card,
  response,
  onDone,
}: {
  card: DueReview;
  response: ReviewResponse;
  onDone: () => void;
}): ReactNode {
  const next = useRef<HTMLButtonElement>(null);
  const isRight = response.result?.outcome === 'right';
  useEffect(() => next.current?.focus(), []);
  return (
    <div className="lectern-review-outcome">
      <p role="status" className="lectern-review-verdict" data-right={isRight}>
        {t(isRight ? quizMessages.right : REVIEW_MESSAGES.missed)}{' '}
        {t(REVIEW_MESSAGES.again, { when: formatDue(response.card.dueAt) })}
      </p>
      {response.result && <Explanation result={response.result} />}
      <p>
        <PlaceLink href={card.sectionPermalink}>{t(quizMessages.reread)}</PlaceLink>
      </p>
      <button ref={next} type="button" className="button button--primary" onClick={onDone}>
        {t(REVIEW_MESSAGES.next)}
      </button>
    </div>
  );
}
