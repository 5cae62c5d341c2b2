/**
 * When a missed question is asked again: FSRS, with the library's scheduler and its parameters.
 * @see https://github.com/open-spaced-repetition/ts-fsrs
 */
import type { ReviewRating } from '@lectern/contracts';
import { type Card, createEmptyCard, fsrs, type Grade, Rating } from 'ts-fsrs';

/** What FSRS knows of a card, as it is stored. */
export interface CardState {
  readonly dueAt: Date;
  /** Days until the chance of remembering falls to 90 %. */
  readonly stability: number;
  /** 1 to 10; 0 before the first review. */
  readonly difficulty: number;
  readonly elapsedDays: number;
  readonly scheduledDays: number;
  readonly learningSteps: number;
  readonly reps: number;
  readonly lapses: number;
  /** 0 new, 1 learning, 2 review, 3 relearning. */
  readonly state: number;
  readonly lastReviewAt: Date | null;
}

const GRADES: Readonly<Record<ReviewRating, Grade>> = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
};

const scheduler = fsrs();

/** The state of a question that was just missed: new, and due at once. */
export const newCardState = (now: Date): CardState => readCard(createEmptyCard(now));

/** The state of a card after a review. */
export const nextCardState = (state: CardState, rating: ReviewRating, now: Date): CardState => {
  // Clocks of two processes may differ a little; a review cannot have been before the last one.
  const moment = state.lastReviewAt && state.lastReviewAt > now ? state.lastReviewAt : now;
  return readCard(scheduler.next(toCard(state), moment, GRADES[rating]).card);
};

const toCard = (state: CardState): Card => {
  const card: Card = {
    due: state.dueAt,
    stability: state.stability,
    difficulty: state.difficulty,
    elapsed_days: state.elapsedDays,
    scheduled_days: state.scheduledDays,
    learning_steps: state.learningSteps,
    reps: state.reps,
    lapses: state.lapses,
    state: state.state,
  };
  return state.lastReviewAt ? { ...card, last_review: state.lastReviewAt } : card;
};

const readCard = (card: Card): CardState => ({
  dueAt: card.due,
  stability: card.stability,
  difficulty: card.difficulty,
  elapsedDays: card.elapsed_days,
  scheduledDays: card.scheduled_days,
  learningSteps: card.learning_steps,
  reps: card.reps,
  lapses: card.lapses,
  state: card.state,
  lastReviewAt: card.last_review ?? null,
});
