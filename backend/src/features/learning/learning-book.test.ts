import { describe, expect, it } from 'vitest';
import { createInProcessVectors } from '../../providers/vectors/in-process-vectors.ts';
import { QOS_CHAPTER, SENSORS_CHAPTER, testBook } from '../content/content.fixture.ts';
import { openManifestBook } from '../content/index.ts';
import { QOS, SENSORS, SENSORS_QUIZ, withChapter } from './learning.fixture.ts';
import { continuePlace, countedSections, createLearningBooks } from './learning-book.ts';

const URDU = {
  ...QOS_CHAPTER,
  locale: 'ur',
  title: 'نوڈ اور ٹاپک',
  permalink: '/ur/book/nodes-topics-qos',
  body: 'تعارف۔\n\n## دیر سے آنے والے {late-joiners}\n\nدیر سے آنے والا نقشہ کھو دیتا ہے۔',
};
const OLD = { ...SENSORS_CHAPTER, key: 'default/1.0/sensors', permalink: '/book/1.0/sensors', latest: false };
const LOCALES = [
  { code: 'en', label: 'English', direction: 'ltr' as const },
  { code: 'ur', label: 'اردو', direction: 'rtl' as const },
];

const open = async (locale?: string) => {
  const book = testBook([SENSORS_CHAPTER, QOS_CHAPTER, URDU, OLD], { locales: LOCALES });
  const withQuiz = withChapter(book, QOS, (chapter) =>
    chapter.locale === 'en' ? { ...chapter, quizzes: [SENSORS_QUIZ] } : chapter,
  );
  return createLearningBooks(await openManifestBook(withQuiz, createInProcessVectors()))(locale);
};

describe('the book as a reader learns from it', () => {
  it('has each chapter once, in the reader’s language where the book has it', async () => {
    const titles = async (locale?: string) => (await open(locale)).outline.map(({ key, title }) => [key, title]);
    expect(await titles()).toEqual([
      [SENSORS, SENSORS_CHAPTER.title],
      [QOS, QOS_CHAPTER.title],
    ]);
    expect(await titles('ur-PK')).toEqual([
      [SENSORS, SENSORS_CHAPTER.title],
      [QOS, URDU.title],
    ]);
  });

  it('knows chapters of older versions, which are in no overview', async () => {
    const book = await open();
    expect(book.entry(OLD.key)?.permalink).toBe(OLD.permalink);
    expect(book.entry('default/2.0/sensors')).toBeUndefined();
  });

  it('asks the quiz of another language where the reader’s has none', async () => {
    const book = await open('ur');
    expect(book.quizzes(QOS).map(({ id }) => id)).toEqual([SENSORS_QUIZ.id]);
    expect(book.quizzes(SENSORS)).toEqual([]);
  });

  it('finds the edition that a note was made in, whatever the reader reads now', async () => {
    const book = await open('ur');
    expect(book.edition(QOS, null)?.locale).toBe('en');
    expect(book.edition(QOS, 'ur')?.locale).toBe('ur');
    expect(book.edition(QOS, 'fr')?.locale).toBe('ur');
    expect(book.edition('gone', null)).toBeUndefined();
  });

  it('leads on in the reader’s language', async () => {
    const last = { sectionId: 'late-joiners', visitedAt: '2026-11-21T12:00:00.000Z' };
    expect(continuePlace(await open('ur'), [{ chapterKey: QOS, last }])).toMatchObject({
      chapterTitle: URDU.title,
      sectionTitle: 'دیر سے آنے والے',
      permalink: '/ur/book/nodes-topics-qos#late-joiners',
    });
  });

  it('counts the sections with a heading, or the page when it has none', () => {
    const section = (id: string) => ({ id, headingPath: [], permalink: '' });
    expect(countedSections({ sections: [section(''), section('a'), section('b')] })).toEqual(['a', 'b']);
    expect(countedSections({ sections: [section('')] })).toEqual(['']);
  });
});
