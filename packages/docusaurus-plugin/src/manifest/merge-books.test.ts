import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Book, bookSchema, type Chapter } from '@lectern/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveOptions } from '../options.ts';
import { assignModules } from './book-modules.ts';
import { mergeBooks } from './merge-books.ts';
import { checkBook, siteOutputRoot, writeBook } from './write-book.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-merge-'));
afterAll(() => rmSync(folder, { recursive: true }));

function chapter(key: string, locale: string, more: Partial<Chapter> = {}): Chapter {
  return {
    key,
    id: key,
    locale,
    order: 0,
    title: key,
    permalink: `/${key}`,
    sourcePath: `docs/${key}.md`,
    sourceHash: `${locale}-${key}`.padEnd(43, '0'),
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

function book(locale: string, chapters: Chapter[]): Book {
  return {
    schemaVersion: 1,
    hashVersion: 1,
    title: `Book ${locale}`,
    url: 'https://book.example',
    baseUrl: '/',
    defaultLocale: 'en',
    locales: [{ code: locale, label: locale, direction: 'ltr' }],
    modules: [],
    options: { name: '', tone: '', greeting: '', refusal: '', suggestedQuestions: [] },
    glossary: [],
    generatedAt: '2026-11-21T12:00:00.000Z',
    chapters,
  };
}

describe('mergeBooks', () => {
  const en = book('en', [chapter('a', 'en'), chapter('b', 'en')]);
  const ur = book('ur', [chapter('a', 'ur')]);

  it('keeps the default locale’s frame and order, and ties translations to it', () => {
    const merged = mergeBooks(en, ur);
    expect(merged.title).toBe('Book en');
    expect(merged.locales.map(({ code }) => code)).toEqual(['en', 'ur']);
    expect(merged.chapters.map(({ key, locale }) => `${key} ${locale}`)).toEqual(['a en', 'b en', 'a ur']);
    expect(merged.chapters[2]?.translationOf).toEqual({ key: 'a', sourceHash: en.chapters[0]?.sourceHash });
  });

  it('replaces what the same locale had, and drops a tie to a chapter that is gone', () => {
    const merged = mergeBooks(mergeBooks(en, ur), book('en', [chapter('b', 'en')]));
    expect(merged.chapters.map(({ key, locale }) => `${key} ${locale}`)).toEqual(['b en', 'a ur']);
    expect(merged.chapters[1]).not.toHaveProperty('translationOf');
  });
});

describe('writing', () => {
  const context = (currentLocale: string) => ({
    i18n: { currentLocale, defaultLocale: 'en', localeConfigs: { ur: { path: 'ur-PK' } } },
  });

  it('goes to the site’s root from a locale’s folder, but not from a locale built alone', () => {
    const root = join(folder, 'site');
    expect(siteOutputRoot(context('ur'), join(root, 'ur'))).toBe(join(root, 'ur'));
    mkdirSync(join(root, 'lectern'), { recursive: true });
    writeFileSync(join(root, 'lectern', 'book.json'), '{}');
    expect(siteOutputRoot(context('ur'), join(root, 'ur'))).toBe(root);
    expect(siteOutputRoot(context('ur'), join(root, 'ur-PK'))).toBe(root);
    expect(siteOutputRoot(context('ur'), join(folder, 'build'))).toBe(join(folder, 'build'));
    expect(siteOutputRoot(context('en'), root)).toBe(root);
  });

  it('adds a locale to the file of the others', () => {
    writeBook(folder, book('en', [chapter('a', 'en')]));
    writeBook(folder, book('ur', [chapter('a', 'ur')]));
    const written = bookSchema.parse(JSON.parse(readFileSync(join(folder, 'lectern', 'book.json'), 'utf8')));
    expect(written.chapters.map(({ locale }) => locale)).toEqual(['en', 'ur']);
  });

  it('refuses a manifest that breaks the contract, and names the page', () => {
    expect(() => checkBook(book('en', [chapter('a', 'en', { sourceHash: 'short' })]))).toThrow(
      /not valid:\n {2}- docs\/a\.md: chapters\.0\.sourceHash/,
    );
  });
});

describe('assignModules', () => {
  const placed = [
    { chapter: chapter('a', 'en', { module: 'm2' }), category: 'Second part' },
    { chapter: chapter('b', 'en'), category: 'Second part' },
    { chapter: chapter('c', 'en') },
  ];

  it('are the sidebar’s categories, unless front matter says otherwise', () => {
    const { chapters, modules } = assignModules(placed, resolveOptions({}));
    expect(chapters.map(({ module }) => module)).toEqual(['m2', 'second-part', undefined]);
    expect(modules).toEqual([
      { id: 'm2', title: 'Second part', order: 0 },
      { id: 'second-part', title: 'Second part', order: 1 },
    ]);
  });

  it('are the site’s own where it names them, in its order', () => {
    const named = resolveOptions({
      modules: [
        { id: 'm1', title: 'One' },
        { id: 'm2', title: 'Two' },
        { id: 'x', title: 'Second part' },
      ],
    });
    const { chapters, modules } = assignModules(placed, named);
    expect(chapters.map(({ module }) => module)).toEqual(['m2', 'x', undefined]);
    expect(modules.map(({ title }) => title)).toEqual(['One', 'Two', 'Second part']);
  });
});
