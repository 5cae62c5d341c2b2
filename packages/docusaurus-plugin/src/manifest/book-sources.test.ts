import type { Chapter } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { markSources } from './book-sources.ts';

const chapter = (key: string, module?: string): Chapter => ({
  key,
  id: key.split('/').slice(2).join('/'),
  locale: 'en',
  order: 0,
  title: key,
  permalink: `/${key}`,
  sourcePath: `docs/${key}.md`,
  sourceHash: 'x'.repeat(43),
  hardware: [],
  tags: [],
  objectives: [],
  prerequisites: [],
  suggestedQuestions: [],
  sections: [],
  quizzes: [],
  ...(module === undefined ? {} : { module }),
});

const CHAPTERS = [
  chapter('default/current/intro'),
  chapter('default/current/ros/nodes', 'ros'),
  chapter('default/current/ros/draft-topics', 'ros'),
  chapter('default/1.0/ros/nodes', 'ros'),
  chapter('api/current/index'),
];

const sourcesOf = (...patterns: string[]): string[] =>
  markSources(CHAPTERS, patterns)
    .chapters.filter(({ answers }) => answers !== false)
    .map(({ key }) => key);

describe('the chapters that answers are made from', () => {
  it('are all by default, and nothing is written into the manifest', () => {
    expect(markSources(CHAPTERS, [])).toEqual({ chapters: CHAPTERS, unmatched: [] });
  });

  it.each([
    [
      ['default/current/**'],
      ['default/current/intro', 'default/current/ros/nodes', 'default/current/ros/draft-topics'],
    ],
    [['api/**'], ['api/current/index']],
    [['ros/nodes'], ['default/current/ros/nodes', 'default/1.0/ros/nodes']],
    [
      ['module:ros', '!**/draft-*'],
      ['default/current/ros/nodes', 'default/1.0/ros/nodes'],
    ],
    [
      ['!api/**', '!*/1.0/**'],
      ['default/current/intro', 'default/current/ros/nodes', 'default/current/ros/draft-topics'],
    ],
    [
      ['intro', 'index'],
      ['default/current/intro', 'api/current/index'],
    ],
  ])('are chosen by %j', (patterns, keys) => {
    expect(sourcesOf(...patterns)).toEqual(keys);
  });

  it('tells which pattern fits nothing', () => {
    expect(markSources(CHAPTERS, ['module:ros', 'module:rso', '!gone/**']).unmatched).toEqual([
      'module:rso',
      '!gone/**',
    ]);
  });
});
