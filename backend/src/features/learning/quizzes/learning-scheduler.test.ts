import { reviewRatingSchema } from '@lectern/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardState, newCardState, nextCardState } from './learning-scheduler.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const DAY_MS = 86_400_000;
const daysUntilDue = (state: CardState, from: Date) => (state.dueAt.getTime() - from.getTime()) / DAY_MS;

describe('a missed question', () => {
  it('is due at once, and has not been reviewed', () => {
    expect(newCardState(NOW)).toMatchObject({ dueAt: NOW, reps: 0, lapses: 0, state: 0, lastReviewAt: null });
  });

  it('comes back later the better it was known', () => {
    const due = reviewRatingSchema.options.map((rating) =>
      daysUntilDue(nextCardState(newCardState(NOW), rating, NOW), NOW),
    );
    expect(due).toEqual(due.toSorted((a, b) => a - b));
    expect(new Set(due).size).toBe(4);
    expect(due[0]).toBeLessThan(1);
    expect(due[3]).toBeGreaterThan(1);
  });

  it('stays away longer each time that it was known, and comes back soon when it is forgotten', () => {
    let state = newCardState(NOW);
    let moment = NOW;
    const intervals: number[] = [];
    for (let review = 0; review < 6; review++) {
      state = nextCardState(state, 'good', moment);
      intervals.push(daysUntilDue(state, moment));
      moment = state.dueAt;
    }
    expect(intervals).toEqual(intervals.toSorted((a, b) => a - b));
    expect(intervals.at(-1)).toBeGreaterThan(30);
    const forgotten = nextCardState(state, 'again', moment);
    expect(daysUntilDue(forgotten, moment)).toBeLessThan(1);
    expect(forgotten.lapses).toBe(1);
  });

  it('is never planned into the past, and each review counts, whatever is rated when', () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom(...reviewRatingSchema.options), fc.integer({ min: -2, max: 400 })),
      {
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(steps, (reviews) => {
        let state = newCardState(NOW);
        let moment = NOW.getTime();
        for (const [rating, days] of reviews) {
          // Also earlier than the last review: the clock of another process.
          const at = new Date(moment + days * DAY_MS);
          const next = nextCardState(state, rating, at);
          expect(next.reps).toBe(state.reps + 1);
          expect(next.dueAt.getTime()).toBeGreaterThan(at.getTime());
          expect(Number.isFinite(next.stability) && Number.isFinite(next.difficulty)).toBe(true);
          state = next;
          moment = Math.max(moment, at.getTime());
        }
      }),
    );
  });
});
