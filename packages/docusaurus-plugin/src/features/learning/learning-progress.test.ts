import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OutlineChapter } from '../../client/book-outline.ts';
import {
  type ChapterRecord,
  changeSection,
  fromServer,
  lastPlaceOf,
  mergeChapter,
  mergeProgress,
  placeUrl,
  standingOf,
  toUpdate,
  UNREAD_CHAPTER,
} from './learning-progress.ts';

const at = (minute: number) => `2026-11-21T10:${String(minute).padStart(2, '0')}:00.000Z`;
const outline = (key: string, ids: string[]): OutlineChapter => ({
  key,
  title: key,
  permalink: `/book/${key}`,
  prerequisites: [],
  sections: ids.map((id) => ({ id, title: id })),
  quizzes: [],
});

const moment = fc.integer({ min: 0, max: 59 }).map(at);
const section = fc.record({ done: fc.boolean(), seconds: fc.nat(1000), updatedAt: moment });
const chapter: fc.Arbitrary<ChapterRecord> = fc.record({
  sections: fc.dictionary(fc.constantFrom('', 'a', 'b'), section),
  completed: fc.option(fc.record({ value: fc.constant(true), updatedAt: moment })),
  last: fc.option(fc.record({ sectionId: fc.constant('a'), visitedAt: moment })),
});

test('merging what two devices know loses nothing, in whichever order and however often', () => {
  fc.assert(
    fc.property(chapter, chapter, (one, other) => {
      const merged = mergeChapter(one, other);
      expect(mergeChapter(other, one)).toEqual(merged);
      expect(mergeChapter(merged, other)).toEqual(merged);
      for (const [id, { seconds }] of Object.entries(one.sections)) {
        expect(merged.sections[id]?.seconds).toBeGreaterThanOrEqual(seconds);
      }
    }),
  );
});

test('a tick that was taken back later stays away', () => {
  const ticked = changeSection(UNREAD_CHAPTER, 'a', { done: true }, at(1));
  const taken = changeSection(ticked, 'a', { done: false }, at(2));
  expect(mergeChapter(taken, ticked).sections['a']?.done).toBe(false);
  expect(mergeChapter(ticked, taken).sections['a']?.done).toBe(false);
});

test('time adds up without moving the moment at which a section was read', () => {
  const read = changeSection(UNREAD_CHAPTER, 'a', { done: true, seconds: 2 }, at(1));
  const again = changeSection(read, 'a', { seconds: 3 }, at(5));
  expect(again.sections['a']).toEqual({ done: true, seconds: 5, updatedAt: at(1) });
});

test('a chapter is done when all its sections with headings are, or when the reader says so', () => {
  const two = outline('sensors', ['', 'imu', 'lidar']);
  const one = changeSection(UNREAD_CHAPTER, 'imu', { done: true }, at(1));
  expect(standingOf(one, two)).toEqual({ done: 1, total: 2, share: 0.5, completed: false });
  const both = changeSection(one, 'lidar', { done: true }, at(2));
  expect(standingOf(both, two).completed).toBe(true);
  expect(standingOf({ ...one, completed: { value: true, updatedAt: at(3) } }, two).share).toBe(1);
  expect(standingOf({ ...both, completed: { value: false, updatedAt: at(3) } }, two).completed).toBe(false);
  expect(standingOf(undefined, outline('plain', ['']))).toEqual({ done: 0, total: 1, share: 0, completed: false });
});

test('reading goes on at the section that was left last; a section that is gone leads to its chapter', () => {
  const chapters = [outline('a', ['x']), outline('b', ['y'])];
  const progress = {
    a: { ...UNREAD_CHAPTER, last: { sectionId: 'x', visitedAt: at(1) } },
    b: { ...UNREAD_CHAPTER, last: { sectionId: 'gone', visitedAt: at(2) } },
    removed: { ...UNREAD_CHAPTER, last: { sectionId: 'z', visitedAt: at(9) } },
  };
  const place = lastPlaceOf(progress, chapters);
  expect(place && placeUrl(place)).toBe('/book/b');
  const first = lastPlaceOf({ a: progress.a }, chapters);
  expect(first && placeUrl(first)).toBe('/book/a#x');
  expect(lastPlaceOf({}, chapters)).toBeNull();
});

test('what is sent comes back as it was', () => {
  const progress = { a: changeSection(UNREAD_CHAPTER, 'x', { done: true, seconds: 3 }, at(1)) };
  const update = toUpdate(progress, ['a', 'unknown']);
  expect(update?.chapters).toHaveLength(1);
  const [sent] = update?.chapters ?? [];
  const kept = fromServer([{ chapterKey: 'a', sections: sent?.sections ?? [], completed: null, last: null }]);
  expect(mergeProgress(progress, kept)).toEqual(progress);
  expect(toUpdate({}, ['a'])).toBeNull();
});
