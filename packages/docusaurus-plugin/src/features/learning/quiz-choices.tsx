import type { QuizItem, QuizItemResult } from '@lectern/contracts';
import { type ReactNode, useId } from 'react';
import { t } from '../../client/messages.ts';
import { isRightToLeft } from '../../client/segments/left-to-right-runs.ts';
import { shownText } from '../../client/segments/segment-renderer.ts';
import { orderChoices } from './quiz-grading.ts';
import { quizMessages } from './quiz-messages.ts';

interface QuizChoicesProps {
  item: QuizItem;
  chosen: readonly string[];
  checked: boolean;
  /** true: every choice is explained; otherwise only the chosen ones, so that a second try is worth something. */
  explained: boolean;
  /** The server's explanations, in the place of the page's. */
  graded: QuizItemResult | undefined;
  onChoose: (chosen: string[]) => void;
}

/** Radio buttons for one choice, checkboxes for several; explained in words and signs, never by colour alone. */
export function QuizChoices({ item, chosen, checked, explained, graded, onChoose }: QuizChoicesProps): ReactNode {
  const name = useId();
  const single = item.kind === 'single';
  const rtl = isRightToLeft(item.prompt);
  const toggle = (id: string) => {
    if (single) return onChoose([id]);
    onChoose(chosen.includes(id) ? chosen.filter((entry) => entry !== id) : [...chosen, id]);
  };
  return (
    <>
      <p className="lectern-quiz__how">{t(single ? quizMessages.pickOne : quizMessages.pickAll)}</p>
      {orderChoices(item).map((choice) => {
        const picked = chosen.includes(choice.id);
        const reveals = checked && (explained || picked);
        const whyId = `${name}-${choice.id}`;
        const { correct, why } = graded?.choices.find(({ choiceId }) => choiceId === choice.id) ?? choice;
        return (
          <div key={choice.id} className="lectern-quiz__choice">
            <label>
              <input
                type={single ? 'radio' : 'checkbox'}
                name={name}
                value={choice.id}
                checked={picked}
                onChange={() => toggle(choice.id)}
                aria-describedby={reveals ? whyId : undefined}
              />
              <span>{shownText(choice.text, rtl)}</span>
            </label>
            {reveals && (
              <p className="lectern-quiz__why" id={whyId} data-correct={correct}>
                <strong>
                  <span aria-hidden="true">{correct ? '✓ ' : '✗ '}</span>
                  {t(correct ? quizMessages.choiceRight : quizMessages.choiceWrong)}.
                </strong>{' '}
                {shownText(why, rtl)}
              </p>
            )}
          </div>
        );
      })}
    </>
  );
}
