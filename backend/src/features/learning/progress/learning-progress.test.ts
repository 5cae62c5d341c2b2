import type { ChapterProgress } from '@lectern/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundClock, boundSections, emptyProgress, mergeChapter, readUpdate } from './learning-progress.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const at = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

// Few values, so that equal times and equal sections are common.
const time = fc.integer({ min: 0, max: 4 }).map(at);
const sectionId = fc.constantFrom('', 'imu', 'lidar');
const section = fc.record({ sectionId, done: fc.boolean(), seconds: fc.nat(5), updatedAt: time });
const chapter: fc.Arbitrary<ChapterProgress> = fc
  .record({
    chapterKey: fc.constant('default/current/sensors'),
    sections: fc.array(section, { maxLength: 4 }),
    completed: fc.option(fc.record({ value: fc.boolean(), updatedAt: time })),
    last: fc.option(fc.record({ sectionId, visitedAt: time })),
  })
  // As it is stored: each section once.
  .map((state) => mergeChapter(state, emptyProgress(state.chapterKey)));

describe('two devices', () => {
  it('end in one state, whichever was first', () => {
    fc.assert(
      fc.property(chapter, chapter, (a, b) => {
        expect(mergeChapter(a, b)).toEqual(mergeChapter(b, a));
      }),
    );
  });

  it('end in one state, however what they sent is grouped', () => {
    fc.assert(
      fc.property(chapter, chapter, chapter, (a, b, c) => {
        expect(mergeChapter(mergeChapter(a, b), c)).toEqual(mergeChapter(a, mergeChapter(b, c)));
      }),
    );
  });

  it('change nothing by sending again', () => {
    fc.assert(
      fc.property(chapter, chapter, (a, b) => {
        const merged = mergeChapter(a, b);
        expect(mergeChapter(merged, b)).toEqual(merged);
        expect(mergeChapter(merged, merged)).toEqual(merged);
      }),
    );
  });

  it('never lose a section that was seen, nor time spent', () => {
    fc.assert(
      fc.property(chapter, chapter, (a, b) => {
        const merged = new Map(mergeChapter(a, b).sections.map((entry) => [entry.sectionId, entry]));
        for (const entry of a.sections.concat(b.sections)) {
          expect(merged.get(entry.sectionId)?.seconds).toBeGreaterThanOrEqual(entry.seconds);
        }
      }),
    );
  });

  it('may take a tick back: the later word counts', () => {
    const state = (done: boolean, minutes: number): ChapterProgress => ({
      ...emptyProgress('c'),
      sections: [{ sectionId: 'imu', done, seconds: 1, updatedAt: at(minutes) }],
      completed: { value: done, updatedAt: at(minutes) },
    });
    const merged = mergeChapter(state(true, 9), state(false, 3));
    expect(merged.sections[0]?.done).toBe(false);
    expect(merged.completed?.value).toBe(false);
  });
});

describe('a reader’s clock', () => {
  it('is never taken for later than now', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const bounded = Date.parse(boundClock(date.toISOString(), NOW));
        expect(bounded).toBeLessThanOrEqual(NOW);
        expect(bounded).toBeGreaterThanOrEqual(Date.UTC(2000, 0, 1));
        if (date.getTime() <= NOW && date.getTime() >= Date.UTC(2000, 0, 1)) expect(bounded).toBe(date.getTime());
      }),
    );
  });

  it('a year ahead does not win over what comes later', () => {
    const known = new Set(['imu']);
    const send = (done: boolean, updatedAt: string, now: number) =>
      readUpdate({ chapterKey: 'c', sections: [{ sectionId: 'imu', done, seconds: 0, updatedAt }] }, known, now);
    const ahead = send(false, '2027-11-21T12:00:00Z', NOW);
    const right = send(true, new Date(NOW + 1000).toISOString(), NOW + 2000);
    expect(mergeChapter(ahead, right).sections[0]?.done).toBe(true);
  });
});

describe('what a page sends', () => {
  it('is left out where the chapter has no such section', () => {
    const sent = readUpdate(
      {
        chapterKey: 'c',
        sections: [{ sectionId: 'gone', done: true, seconds: 1, updatedAt: at(1) }],
        last: { sectionId: 'gone', visitedAt: at(1) },
      },
      new Set(['imu']),
      NOW,
    );
    expect(sent).toEqual(emptyProgress('c'));
  });
});

describe('a chapter that had many sections over the years', () => {
  it('keeps those that it has now', () => {
    const sections = Array.from({ length: 600 }, (_, index) => ({
      sectionId: `s${index}`,
      done: true,
      seconds: 1,
      updatedAt: at(600 - index),
    }));
    const kept = boundSections({ ...emptyProgress('c'), sections }, new Set(['s0', 's1']));
    expect(kept.sections).toHaveLength(500);
    const ids = kept.sections.map((entry) => entry.sectionId);
    expect(ids).toEqual(expect.arrayContaining(['s0', 's1', 's599']));
    expect(ids).not.toContain('s2');
  });
});
