/** The chip's choice on each kind of page, and what is sent for it. */
import { expect, test } from 'vitest';
import type { ScopeChoice } from './chat-panel.store.ts';
import { effectiveChoice, resolveScope } from './chat-scope.ts';

const CHAPTER = { path: '/docs/a', page: { key: 'default/current/a', module: 'ros2' } };
const LOOSE = { path: '/docs/b', page: { key: 'default/current/b' } };
const BLOG = { path: '/blog', page: undefined };
const SECTION: ScopeChoice = { type: 'section', path: '/docs/a', sectionId: 'qos', title: 'QoS' };
const SELECTION: ScopeChoice = {
  type: 'selection',
  chapterId: 'default/current/a',
  sourceHash: 'h',
  segmentIds: ['s1'],
  text: 'words',
  only: true,
};

test.each([
  [{ type: 'book' }, CHAPTER, { type: 'book' }],
  [{ type: 'module' }, CHAPTER, { type: 'module', id: 'ros2' }],
  [{ type: 'module' }, LOOSE, { type: 'book' }],
  [{ type: 'chapter' }, CHAPTER, { type: 'chapter', id: 'default/current/a' }],
  [{ type: 'chapter' }, BLOG, { type: 'book' }],
  [SECTION, CHAPTER, { type: 'section', id: 'default/current/a#qos' }],
  [SECTION, LOOSE, { type: 'chapter', id: 'default/current/b' }],
  [SECTION, BLOG, { type: 'book' }],
] as const)('%j on %j asks %j', (choice, context, scope) => {
  expect(resolveScope(choice, context)).toEqual(scope);
});

test('a selection is asked wherever the reader is, without fields of ours', () => {
  expect(resolveScope(SELECTION, BLOG)).toEqual(SELECTION);
  expect(effectiveChoice(SELECTION, BLOG)).toBe(SELECTION);
});
