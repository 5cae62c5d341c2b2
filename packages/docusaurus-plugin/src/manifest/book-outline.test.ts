import type { Chapter } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { buildOutline } from './book-outline.ts';

function chapter(id: string, more: Partial<Chapter> = {}): Chapter {
  return {
    key: `default/current/${id}`,
    id,
    locale: 'en',
    order: 0,
    title: id,
    permalink: `/book/${id}`,
    sourcePath: `docs/${id}.md`,
    sourceHash: '0'.repeat(43),
    hardware: [],
    tags: [],
    objectives: [],
    prerequisites: [],
    suggestedQuestions: [],
    sections: [],
    quizzes: [],
    ...more,
  };
}

const section = (id: string, headingPath: string[]) => ({ id, headingPath, permalink: '', segments: [], code: [] });

test('a chapter stands in the outline with its sections, without its text', () => {
  const { chapters } = buildOutline(
    [chapter('sensors', { week: '2', sections: [section('', ['Sensors']), section('imu', ['Sensors', 'Inertia'])] })],
    [],
    {},
  );
  expect(chapters).toEqual([
    {
      key: 'default/current/sensors',
      title: 'sensors',
      permalink: '/book/sensors',
      week: '2',
      prerequisites: [],
      sections: [
        { id: '', title: 'Sensors' },
        { id: 'imu', title: 'Inertia' },
      ],
      quizzes: [],
    },
  ]);
});

test('a prerequisite is found by doc id, or by its last part where that says enough', () => {
  const first = chapter('part-1/intro');
  const twice = [chapter('part-1/end'), chapter('part-2/end')];
  const last = chapter('part-2/last', { prerequisites: ['intro', 'part-2/end', 'end', 'nowhere'] });
  const { chapters } = buildOutline([first, ...twice, last], [], {});
  expect(chapters.at(-1)?.prerequisites).toEqual(['default/current/part-1/intro', 'default/current/part-2/end']);
});

test('older versions are no part of the reader’s way', () => {
  const { chapters } = buildOutline([chapter('a'), chapter('b', { latest: false })], [], {});
  expect(chapters.map(({ title }) => title)).toEqual(['a']);
});

test('modules keep the weeks that the site names', () => {
  const modules = [
    { id: 'one', title: 'One', order: 0 },
    { id: 'two', title: 'Two', order: 1 },
  ];
  const outline = buildOutline([], modules, { modules: [{ id: 'one', title: 'One', weeks: '1–2' }] });
  expect(outline.modules).toEqual([
    { id: 'one', title: 'One', weeks: '1–2' },
    { id: 'two', title: 'Two' },
  ]);
});
