import { expect, test } from 'vitest';
import { ReadingDwell, secondsToRead } from './reading-dwell.ts';

const always = () => true;
const at = (...ids: string[]) => new Set(ids);

test('a section is read once all of it was in the window for as long as skimming it takes', () => {
  const dwell = new ReadingDwell([{ id: 'a', blocks: ['heading', 'text'], words: 40 }]);
  expect(dwell.tick(at('a'), 1, always)).toEqual({ seen: ['a'], read: [] });
  dwell.passed('heading');
  for (let second = 0; second < 10; second++) expect(dwell.tick(at('a'), 1, always).read).toEqual([]);
  dwell.passed('text');
  expect(dwell.tick(at('a'), 1, always)).toEqual({ seen: [], read: ['a'] });
  expect(dwell.tick(at('a'), 1, always)).toEqual({ seen: [], read: [] });
});

test('scrolling past is not reading', () => {
  const dwell = new ReadingDwell([{ id: 'a', blocks: ['text'], words: 400 }]);
  dwell.passed('text');
  expect(dwell.tick(at('a'), 1, always)).toEqual({ seen: ['a'], read: [] });
  expect(dwell.tick(at(), 100, always).read).toEqual([]);
});

test('two sections in the window share the time', () => {
  const sections = ['a', 'b'].map((id) => ({ id, blocks: [id], words: 32 }));
  const dwell = new ReadingDwell(sections);
  dwell.passed('a');
  dwell.passed('b');
  expect(dwell.tick(at('a', 'b'), 4, always).read).toEqual([]);
  expect(dwell.tick(at('a', 'b'), 4, always).read).toEqual(['a', 'b']);
});

test('what the page hides in a closed tab need not be seen', () => {
  const dwell = new ReadingDwell([{ id: 'a', blocks: ['text', 'hidden'], words: 8 }]);
  dwell.passed('text');
  expect(dwell.tick(at('a'), 5, (block) => block !== 'hidden').read).toEqual(['a']);
});

test('the shortest section needs a look, the longest no more than three quarters of a minute', () => {
  expect(secondsToRead(0)).toBe(2);
  expect(secondsToRead(240)).toBe(30);
  expect(secondsToRead(20_000)).toBe(45);
});
