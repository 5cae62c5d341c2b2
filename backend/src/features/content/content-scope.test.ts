import type { Book } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { createInProcessVectors } from '../../providers/vectors/in-process-vectors.ts';
import { type ChapterText, testBook } from './content.fixture.ts';
import { openManifestBook } from './content-manifest-book.ts';
import { bookPages, findChapter, findSection, preferredLocales } from './content-scope.ts';

const chapter = (key: string, locale = 'en', latest?: boolean): ChapterText => {
  const id = key.split('/').slice(2).join('/');
  return {
    id,
    key,
    locale,
    permalink: `/${key}`,
    ...(latest === undefined ? {} : { latest }),
    title: `${id} ${key} ${locale}`,
    body: '## Start {start}\n\nSome words stand here.',
  };
};
const locales: Book['locales'] = [
  { code: 'en', label: 'English', direction: 'ltr' },
  { code: 'ur', label: 'اردو', direction: 'rtl' },
];
const snapshotOf = async (...chapters: ChapterText[]) =>
  (await openManifestBook(testBook(chapters, { locales }), createInProcessVectors())).snapshot();

describe('findChapter', () => {
  it('takes a key, an id, and the last step of an id', async () => {
    const snapshot = await snapshotOf(chapter('default/current/foundations/sensors'));
    for (const name of ['default/current/foundations/sensors', 'foundations/sensors', 'sensors']) {
      expect(findChapter(snapshot, name).key).toBe('default/current/foundations/sensors');
    }
  });

  it('prefers the reader’s locale, then the default one', async () => {
    const snapshot = await snapshotOf(
      chapter('default/current/a'),
      chapter('default/current/a', 'ur'),
      chapter('default/current/b'),
    );
    expect(findChapter(snapshot, 'a', 'ur').locale).toBe('ur');
    expect(findChapter(snapshot, 'a', 'fr').locale).toBe('en');
    expect(findChapter(snapshot, 'b', 'ur').locale).toBe('en');
  });

  it('takes the latest version for an id; an older one by its key, or where it is the only one', async () => {
    const snapshot = await snapshotOf(
      chapter('default/current/a', 'en', false),
      chapter('default/2.0/a', 'en', true),
      chapter('default/1.0/a', 'en', false),
      chapter('default/1.0/gone', 'en', false),
    );
    expect(findChapter(snapshot, 'a').key).toBe('default/2.0/a');
    expect(findChapter(snapshot, 'default/1.0/a').key).toBe('default/1.0/a');
    expect(findChapter(snapshot, 'gone').key).toBe('default/1.0/gone');
    expect([...bookPages(snapshot, 'en')]).toEqual(['en default/2.0/a']);
  });

  it('refuses what is not there, and tells the keys where an id is not enough', async () => {
    const snapshot = await snapshotOf(chapter('default/current/a'), chapter('guide/current/a'));
    expect(() => findChapter(snapshot, 'nowhere')).toThrow(/no such chapter/);
    expect(() => findChapter(snapshot, 'a')).toThrow(/name one by key: default\/current\/a, guide\/current\/a/);
  });
});

describe('findSection', () => {
  it('takes the text before the first heading by an empty id', async () => {
    const snapshot = await snapshotOf(chapter('default/current/a'));
    expect(findSection(snapshot, 'a#').section.id).toBe('');
    expect(findSection(snapshot, 'default/current/a#start').section.permalink).toBe('/default/current/a#start');
  });
});

describe('preferredLocales', () => {
  it.each([
    [undefined, ['en']],
    ['ur', ['ur', 'en']],
    ['ur-PK', ['ur', 'en']],
    ['EN', ['en']],
    ['fr', ['en']],
  ])('of %j are %j', async (locale, expected) => {
    expect(preferredLocales(await snapshotOf(chapter('default/current/a')), locale)).toEqual(expected);
  });
});
