import { expect, test } from 'vitest';
import type { OutlineChapter } from '../../client/book-outline.ts';
import { courseMap, parseWeeks } from './course-map.ts';
import { changeSection, UNREAD_CHAPTER } from './learning-progress.ts';

const NOW = '2026-11-21T10:00:00.000Z';

function chapter(key: string, more: Partial<OutlineChapter> = {}): OutlineChapter {
  const sections = ['one', 'two'].map((id) => ({ id, title: id }));
  return { key, title: key, permalink: `/${key}`, prerequisites: [], sections, quizzes: [], ...more };
}

test('reads weeks as authors write them', () => {
  expect(['2', '8–9', '3-5', ' 13 ', '', undefined, 'later', '9–8', '0', '70'].map(parseWeeks)).toEqual([
    [2],
    [8, 9],
    [3, 4, 5],
    [13],
    [],
    [],
    [],
    [],
    [],
    [],
  ]);
});

test('the map has the modules and weeks of the book, the weeks without a chapter too', () => {
  const outline = {
    modules: [
      { id: 'start', title: 'Start', weeks: '1–2' },
      { id: 'later', title: 'Later', weeks: '3' },
      { id: 'empty', title: 'Empty' },
    ],
    chapters: [chapter('a', { module: 'start', week: '1' }), chapter('b', { module: 'start', week: '1' })],
  };
  const progress = { a: { ...UNREAD_CHAPTER, completed: { value: true, updatedAt: NOW } } };
  const map = courseMap(outline, progress);
  expect(map.parts.map(({ title, weeks }) => ({ title, weeks }))).toEqual([
    {
      title: 'Start',
      weeks: [
        { week: 1, share: 0.5 },
        { week: 2, share: null },
      ],
    },
    { title: 'Later', weeks: [{ week: 3, share: null }] },
  ]);
  expect(map).toMatchObject({ weeks: 3, chapters: 2, chaptersDone: 1, share: 0.5 });
});

test('a book without modules and weeks has its chapters all the same', () => {
  const progress = { a: changeSection(UNREAD_CHAPTER, 'one', { done: true }, NOW) };
  const map = courseMap({ modules: [], chapters: [chapter('a')] }, progress);
  expect(map.parts).toHaveLength(1);
  expect(map).toMatchObject({ weeks: 0, share: 0.5 });
  expect(map.parts[0]?.chapters[0]?.standing).toMatchObject({ done: 1, total: 2, completed: false });
});

test('an empty book has an empty map', () => {
  expect(courseMap({ modules: [], chapters: [] }, {})).toMatchObject({ parts: [], weeks: 0, share: 0 });
});
