import type { QuizItem, QuizItemResult } from '@lectern/contracts';
import { type ReactNode, useId } from 'react';
import { pageLanguage, t } from '../../client/messages.ts';
import { shownText } from '../../client/segments/segment-renderer.ts';
import { quizMessages } from './quiz-messages.ts';

interface QuizNumberProps {
  item: QuizItem;
  typed: string;
  /** true when what was typed cannot be graded. */
  invalid: boolean;
  explained: boolean;
  /** The server's answer, in the place of the page's. */
  graded: QuizItemResult | undefined;
  onType: (typed: string) => void;
}

/** A field for a number with its unit. Text, not `type=number`: that one loses what it cannot read, and scrolls values. */
export function QuizNumber({ item, typed, invalid, explained, graded, onType }: QuizNumberProps): ReactNode {
  const id = useId();
  const answer = graded?.answer ?? item.answer;
  if (!answer) return null;
  return (
    <>
      <div className="lectern-quiz__number">
        <label htmlFor={id}>{t(quizMessages.number)}</label>
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          dir="ltr"
          value={typed}
          aria-invalid={invalid}
          aria-describedby={answer.unit ? `${id}-unit` : undefined}
          onChange={(event) => onType(event.target.value)}
        />
        {answer.unit && <span id={`${id}-unit`}>{t(quizMessages.unit, { unit: answer.unit })}</span>}
      </div>
      {explained && (
        <p className="lectern-quiz__why" data-correct="true">
          <strong>
            <span aria-hidden="true">✓ </span>
            {shownText(
              t(quizMessages.answer, {
                value: formatNumber(answer.value),
                unit: answer.unit,
                tolerance: formatNumber(answer.tolerance),
              }),
            )}
            .
          </strong>{' '}
          {shownText(answer.why)}
        </p>
      )}
    </>
  );
}

const formatNumber = (value: number) =>
  new Intl.NumberFormat(pageLanguage(), { maximumSignificantDigits: 6, useGrouping: false }).format(value);
