/** One repeated question: asked, answered, explained, planned. */
import type { DueReview, ReviewRating, ReviewResponse } from '@lectern/contracts';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ApiError } from '../../client/client-errors.ts';
import { t } from '../../client/messages.ts';
import { learningClient } from './learning-client.ts';
import { orderChoices, parseReaderNumber } from './quiz-grading.ts';
import { quizMessages } from './quiz-messages.ts';
import { REVIEW_MESSAGES, SURENESS } from './review.messages.ts';
import { ReviewOutcome } from './review-outcome.tsx';

/** What a reader may say of an answer before it is graded. */
type Sureness = Exclude<ReviewRating, 'again'>;
const SURE: readonly Sureness[] = ['easy', 'good', 'hard'];

type Answer = { readonly chosen: readonly string[]; readonly typed: string };
type CardState =
  | { readonly status: 'asking' | 'sending'; readonly complaint?: 'empty' | 'unreadable' | 'failed' | undefined }
  | { readonly status: 'answered'; readonly response: ReviewResponse };

/** The answer as it is sent; a word about what is wrong with it where it can't be. */
function toRequest({ item }: DueReview, { chosen, typed }: Answer) {
  if (item.kind !== 'number') return chosen.length === 0 ? 'empty' : { choiceIds: [...chosen] };
  if (typed.trim() === '') return 'empty';
  const value = parseReaderNumber(typed);
  return value === undefined ? 'unreadable' : { value };
}

function Choices(props: {
  card: DueReview;
  chosen: readonly string[];
  disabled: boolean;
  onChoose: (chosen: string[]) => void;
}): ReactNode {
  const { card, chosen, onChoose } = props;
  const name = useId();
  const isSingle = card.item.kind === 'single';
  const toggle = (id: string) => {
    if (isSingle) return onChoose([id]);
    onChoose(chosen.includes(id) ? chosen.filter((entry) => entry !== id) : [...chosen, id]);
  };
  return (
    <>
      <p className="lectern-quiz__how">{t(isSingle ? quizMessages.pickOne : quizMessages.pickAll)}</p>
      {orderChoices({ id: card.itemId, choices: card.item.choices }).map((choice) => (
        <div key={choice.id} className="lectern-quiz__choice">
          <label>
            <input
              type={isSingle ? 'radio' : 'checkbox'}
              name={name}
              value={choice.id}
              checked={chosen.includes(choice.id)}
              disabled={props.disabled}
              onChange={() => toggle(choice.id)}
            />
            <span dir="auto">{choice.text}</span>
          </label>
        </div>
      ))}
    </>
  );
}

function NumberField(props: {
  card: DueReview;
  typed: string;
  invalid: boolean;
  disabled: boolean;
  onType: (typed: string) => void;
}): ReactNode {
  const id = useId();
  const { unit } = props.card.item;
  return (
    <div className="lectern-quiz__number">
      <label htmlFor={id}>{t(quizMessages.number)}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        dir="ltr"
        value={props.typed}
        disabled={props.disabled}
        aria-invalid={props.invalid}
        onChange={(event) => props.onType(event.target.value)}
      />
      {unit !== null && unit !== '' && <span>{t(quizMessages.unit, { unit })}</span>}
    </div>
  );
}

function SurenessChoice({ sure, onChoose }: { sure: Sureness; onChoose: (sure: Sureness) => void }): ReactNode {
  const name = useId();
  return (
    <fieldset className="lectern-review-sure">
      <legend>{t(REVIEW_MESSAGES.howSure)}</legend>
      {SURE.map((value) => (
        <label key={value}>
          <input type="radio" name={name} checked={sure === value} onChange={() => onChoose(value)} />
          <span>{t(SURENESS[value])}</span>
        </label>
      ))}
    </fieldset>
  );
}

const COMPLAINTS = {
  empty: quizMessages.empty,
  unreadable: quizMessages.unreadable,
  failed: REVIEW_MESSAGES.sendFailed,
} as const;

/** A question. `onDone` is called when the reader goes on. */
export function ReviewCardForm({ card, onDone }: { card: DueReview; onDone: () => void }): ReactNode {
  const legend = useRef<HTMLLegendElement>(null);
  const [answer, setAnswer] = useState<Answer>({ chosen: [], typed: '' });
  const [sure, setSure] = useState<Sureness>('good');
  const [state, setState] = useState<CardState>({ status: 'asking' });
  useEffect(() => legend.current?.focus({ preventScroll: true }), []);

  const send = async (given: object, rating?: ReviewRating) => {
    setState({ status: 'sending' });
    try {
      const request = { reps: card.reps, answer: given, ...(rating === undefined ? {} : { rating }) };
      setState({ status: 'answered', response: await learningClient().review(card.id, request) });
    } catch (error) {
      // Answered in another tab, or gone from the book: there is nothing to answer here any more.
      if (error instanceof ApiError && (error.status === 409 || error.status === 404)) onDone();
      else setState({ status: 'asking', complaint: 'failed' });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = toRequest(card, answer);
    if (typeof given === 'string') setState({ status: 'asking', complaint: given });
    else void send(given, sure);
  };
  const change = (next: Partial<Answer>) => {
    setAnswer((before) => ({ ...before, ...next }));
    setState({ status: 'asking' });
  };
  const isAnswered = state.status === 'answered';
  const complaint = state.status === 'answered' ? undefined : state.complaint;

  return (
    <form className="lectern-review-card" onSubmit={submit} noValidate>
      <p className="lectern-review-from" dir="auto">
        {[card.chapterTitle, card.sectionTitle].filter((title) => title !== '').join(' › ')}
      </p>
      <fieldset className="lectern-quiz__field" disabled={isAnswered}>
        <legend ref={legend} tabIndex={-1}>
          <span className="lectern-quiz__prompt" dir="auto">
            {card.item.prompt}
          </span>
        </legend>
        {card.item.kind === 'number' ? (
          <NumberField
            card={card}
            typed={answer.typed}
            invalid={complaint === 'unreadable'}
            disabled={isAnswered}
            onType={(typed) => change({ typed })}
          />
        ) : (
          <Choices card={card} chosen={answer.chosen} disabled={isAnswered} onChoose={(chosen) => change({ chosen })} />
        )}
      </fieldset>
      {isAnswered ? (
        <ReviewOutcome card={card} response={state.response} onDone={onDone} />
      ) : (
        <>
          <SurenessChoice sure={sure} onChoose={setSure} />
          <div className="lectern-quiz__actions">
            <button type="submit" className="button button--primary" aria-busy={state.status === 'sending'}>
              {t(quizMessages.check)}
            </button>
            <button type="button" className="button button--secondary" onClick={() => void send({})}>
              {t(REVIEW_MESSAGES.dontKnow)}
            </button>
            <p role="alert" className="lectern-quiz__outcome">
              {complaint && t(COMPLAINTS[complaint])}
            </p>
          </div>
        </>
      )}
    </form>
  );
}
