import type { QuizItem, QuizItemResult } from '@lectern/contracts';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { t } from '../../client/messages.ts';
import { shownText } from '../../client/segments/segment-renderer.ts';
import { QuizChoices } from './quiz-choices.tsx';
import { gradeAnswer, type QuizAnswer, type QuizOutcome } from './quiz-grading.ts';
import { quizMessages } from './quiz-messages.ts';
import { QuizNumber } from './quiz-number.tsx';

interface QuizItemFormProps {
  item: QuizItem;
  /** Such as “Question 2 of 5”. */
  label: string;
  answer: QuizAnswer | undefined;
  checked: boolean;
  /** What the server says of the answer: it stands above the page's own grading. */
  graded: QuizItemResult | undefined;
  onAnswer: (value: QuizAnswer | undefined) => void;
  onCheck: () => void;
}

/** One question: its choices or its number, a button that checks, and what to learn from the outcome. */
export function QuizItemForm(props: QuizItemFormProps): ReactNode {
  const { item, label, answer, checked, graded, onAnswer, onCheck } = props;
  const form = useRef<HTMLFormElement>(null);
  // What a check found that is no outcome yet: nothing chosen, or no number.
  const [complaint, setComplaint] = useState<QuizOutcome>();
  const [shown, setShown] = useState(false);
  const outcome = checked ? (graded?.outcome ?? gradeAnswer(item, answer)) : complaint;
  const explained = checked && (outcome === 'right' || shown);

  const change = (value: QuizAnswer | undefined) => {
    setComplaint(undefined);
    setShown(false);
    onAnswer(value);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = gradeAnswer(item, answer);
    const gradable = found === 'right' || found === 'wrong';
    setComplaint(gradable ? undefined : found);
    if (gradable) onCheck();
  };
  const again = () => {
    change(undefined);
    form.current?.querySelector('input')?.focus();
  };

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <fieldset className="lectern-quiz__field">
        <legend>
          <span className="lectern-quiz__label">{label}</span>
          <span className="lectern-quiz__prompt">{shownText(item.prompt)}</span>
        </legend>
        {item.kind === 'number' ? (
          <QuizNumber
            item={item}
            typed={typeof answer === 'string' ? answer : ''}
            invalid={complaint !== undefined}
            explained={explained}
            graded={graded}
            onType={(typed) => change(typed === '' ? undefined : typed)}
          />
        ) : (
          <QuizChoices
            item={item}
            chosen={typeof answer === 'string' || answer === undefined ? [] : answer}
            checked={checked}
            explained={explained}
            graded={graded}
            onChoose={change}
          />
        )}
      </fieldset>
      <div className="lectern-quiz__actions">
        {!checked && (
          <button type="submit" className="button button--primary button--sm">
            {t(quizMessages.check)}
          </button>
        )}
        <p className={`lectern-quiz__outcome lectern-quiz__outcome--${outcome ?? 'open'}`} aria-live="polite">
          {outcome && outcomeText(item, outcome)}
        </p>
        {checked && outcome !== 'right' && (
          <>
            <button type="button" className="button button--secondary button--sm" onClick={again}>
              {t(quizMessages.again)}
            </button>
            {!shown && (
              <button type="button" className="button button--link button--sm" onClick={() => setShown(true)}>
                {t(quizMessages.explain)}
              </button>
            )}
            <a href={`#${item.sectionId}`}>{t(quizMessages.reread)}</a>
          </>
        )}
      </div>
    </form>
  );
}

function outcomeText(item: QuizItem, outcome: QuizOutcome): string {
  if (outcome === 'wrong') return t(item.kind === 'multiple' ? quizMessages.wrongSome : quizMessages.wrong);
  return t(quizMessages[outcome]);
}
