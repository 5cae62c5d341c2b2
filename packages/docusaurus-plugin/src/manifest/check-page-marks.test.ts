import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookSchema } from '@lectern/contracts';
import { hashText } from '@lectern/segments';
import { afterAll, describe, expect, it } from 'vitest';
import { describeUnmarkedPages, findUnmarkedPages } from './check-page-marks.ts';

const outDir = mkdtempSync(join(tmpdir(), 'lectern-marks-'));
afterAll(() => rmSync(outDir, { recursive: true }));

const hash = hashText('x');
const segment = (id: string, kind: string) => ({ id, kind, text: 'x', plain: 'x', hash, placeholders: [] });
const chapter = (permalink: string) => ({
  key: permalink,
  id: permalink,
  locale: 'en',
  order: 0,
  title: 't',
  permalink,
  sourcePath: 'x',
  sourceHash: hash,
  hardware: [],
  tags: [],
  objectives: [],
  prerequisites: [],
  quizzes: [],
  sections: [
    {
      id: '',
      headingPath: [],
      permalink,
      code: [],
      segments: [segment('aaaa', 'paragraph'), segment('-bbb', 'listItem'), segment('cccc', 'frontMatter')],
    },
  ],
});
const book = bookSchema.parse({
  schemaVersion: 1,
  hashVersion: 1,
  title: 't',
  url: '',
  baseUrl: '/b/',
  defaultLocale: 'en',
  modules: [],
  locales: [{ code: 'en', label: 'en', direction: 'ltr' }],
  options: {},
  glossary: [],
  generatedAt: '2026-11-21T12:00:00.000Z',
  chapters: ['/b/', '/b/one', '/b/two/', '/b/gone'].map(chapter),
});
mkdirSync(join(outDir, 'two'));
writeFileSync(join(outDir, 'index.html'), '<p data-seg=aaaa>x<li><span data-seg="-bbb">y');
writeFileSync(join(outDir, 'one.html'), '<p data-seg=aaaa>');
writeFileSync(join(outDir, 'two', 'index.html'), '<p>');

describe('findUnmarkedPages', () => {
  it('finds pages by either form of file name, and passages without their element', () => {
    expect(findUnmarkedPages(book, outDir, '/b/')).toEqual([
      { permalink: '/b/one', missing: 1, total: 2 },
      { permalink: '/b/two/', missing: 2, total: 2 },
    ]);
  });
});

describe('describeUnmarkedPages', () => {
  it('says which pages, but not without end', () => {
    const page = { permalink: '/x', missing: 1, total: 2 };
    expect(describeUnmarkedPages([])).toBeUndefined();
    expect(describeUnmarkedPages([page])).toContain('/x: 1 of 2');
    expect(describeUnmarkedPages(Array.from({ length: 8 }, () => page))).toContain('and 3 more pages');
  });
});
