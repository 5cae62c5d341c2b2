import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QOS_CHAPTER, SENSORS_CHAPTER, testBook, testChapter } from '../content/content.fixture.ts';
import { openTestBook } from './chat.fixture.ts';

const URDU = {
  ...QOS_CHAPTER,
  translationOf: QOS_CHAPTER,
  locale: 'ur',
  permalink: '/ur/book/nodes-topics-qos',
  title: 'نوڈ، ٹاپک اور QoS',
  body: `دو نوڈ چل رہے ہیں، ٹاپک کا نام دونوں طرف ایک ہے، پھر بھی کچھ نہیں پہنچتا۔ ROS 2 سیکھنے والے اکثر لوگ پہلے ہی ہفتے میں اس خاموشی سے ملتے ہیں۔

## ناموافق QoS {qos-incompatible}

reliable سبسکرائبر کو best effort پبلشر سے کچھ نہیں ملتا، کیونکہ دونوں پروفائل ناموافق ہیں۔ ROS 2 اس پر کوئی ایرر نہیں دکھاتا۔ سبسکرائبر کو best effort پر رکھیں، یا پبلشر کو reliable پر۔ پروفائل دیکھنے کے لیے ros2 topic info چلائیں، جو دونوں طرف کی سیٹنگ بتاتا ہے۔

## دیر سے آنے والے {late-joiners}

دیر سے آنے والا سبسکرائبر نقشہ کھو دیتا ہے کیونکہ ڈیفالٹ پائیداری volatile ہے۔ پبلشر آخری پیغامات نہیں رکھتا۔ transient local پائیداری کے ساتھ پبلشر آخری پیغام سنبھال کر رکھتا ہے اور بعد میں آنے والے ہر سبسکرائبر کو دے دیتا ہے۔ نقشے کا سرور اسی وجہ سے یہی پائیداری رکھتا ہے۔

## ایگزیکیوٹر {executors}

ایگزیکیوٹر پیغام پہنچنے پر نوڈ کے کال بیک چلاتا ہے۔ ایک تھریڈ والا ایگزیکیوٹر کال بیک ایک کے بعد ایک چلاتا ہے، اس لیے ایک سست کال بیک باقی سب کو روک دیتا ہے۔ کئی تھریڈ والا ایگزیکیوٹر مختلف گروپوں کے کال بیک ایک ساتھ چلاتا ہے۔`,
};
const LOCALES = [
  { code: 'en', label: 'English', direction: 'ltr' as const },
  { code: 'ur', label: 'اردو', direction: 'rtl' as const },
];
const edition = (mark: string) => ({
  ...SENSORS_CHAPTER,
  body: `${mark} opens the chapter.\n\n${SENSORS_CHAPTER.body}`,
});

describe('a book in several locales and versions', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;
  beforeAll(async () => {
    book = await openTestBook(testBook([edition('One'), QOS_CHAPTER, URDU], { locales: LOCALES }));
  });
  afterAll(() => book?.close());

  it('quotes the reader’s own edition', async () => {
    const answer = await book.ask({ question: 'دیر سے آنے والا سبسکرائبر نقشہ کیوں کھو دیتا ہے؟', locale: 'ur' });
    expect(answer).toMatchObject({ mode: 'extractive', notice: 'keyless' });
    expect(answer.citations[0]?.url).toBe('/ur/book/nodes-topics-qos#late-joiners');
  });

  it('answers in the language of the question, on whichever page it is asked', async () => {
    const english = await book.ask({ question: 'What does an accelerometer at rest read?', locale: 'ur' });
    expect(english).toMatchObject({ mode: 'extractive', notice: 'keyless' });
    expect(english.citations[0]?.url).toBe('/book/sensors#imu');
    const urdu = await book.ask({ question: 'دیر سے آنے والا سبسکرائبر نقشہ کیوں کھو دیتا ہے؟', locale: 'en' });
    expect(urdu).toMatchObject({ mode: 'extractive', notice: 'keyless' });
    expect(urdu.citations[0]?.url).toBe('/ur/book/nodes-topics-qos#late-joiners');
  });

  it.each(['en', 'ur'])('finds the Urdu text for a question in Roman Urdu on the page in %s', async (locale) => {
    const answer = await book.ask({ question: 'der se aane wala subscriber naqsha kyun kho deta hai', locale });
    expect(answer).toMatchObject({ mode: 'extractive', notice: 'keyless' });
    expect(answer.citations[0]?.url).toBe('/ur/book/nodes-topics-qos#late-joiners');
  });

  it('leads from the translated words to those they were translated from', async () => {
    const answer = await book.ask({ question: 'دیر سے آنے والا سبسکرائبر نقشہ کیوں کھو دیتا ہے؟', locale: 'ur' });
    const source = testChapter(QOS_CHAPTER).sections.find(({ id }) => id === 'late-joiners')?.segments[1];
    expect(answer.citations[0]?.original).toEqual({
      url: '/book/nodes-topics-qos#late-joiners',
      segmentId: source?.id,
      locale: 'en',
    });
    const english = await book.ask({ question: 'What does an accelerometer at rest read?' });
    expect(english.citations[0]).not.toHaveProperty('original');
  });

  it('falls back to the other edition, and says so', async () => {
    const answer = await book.ask({ question: 'accelerometer at rest پر کیا read کرتا ہے؟', locale: 'ur' });
    expect(answer).toMatchObject({ mode: 'extractive', notice: 'locale_fallback' });
    expect(answer.citations[0]?.url).toBe('/book/sensors#imu');
  });

  it('refuses in the reader’s language', async () => {
    const answer = await book.ask({ question: 'بریانی بنانے کی ترکیب؟', locale: 'ur' });
    expect(answer).toMatchObject({ mode: 'refusal', text: 'کتاب میں اس کا ذکر نہیں ہے۔' });
  });

  it('answers selections of pages that are up to two editions old, and tells older ones to reload', async () => {
    const ask = (mark: string) => {
      const chapter = testChapter(edition(mark));
      const segment = chapter.sections[0]?.segments[0];
      const scope = {
        type: 'selection' as const,
        chapterId: chapter.key,
        sourceHash: chapter.sourceHash,
        segmentIds: [segment?.id ?? ''],
        text: `${mark} opens the chapter.`,
        only: true,
      };
      return book.ask({ question: 'What is meant here?', scope });
    };
    for (const mark of ['Two', 'Three', 'Four']) {
      await book.directory.write(testBook([edition(mark), QOS_CHAPTER, URDU], { locales: LOCALES }));
      await book.content.catchUp();
    }
    for (const mark of ['Two', 'Three', 'Four']) {
      expect((await ask(mark)).context[0]?.text).toBe(`${mark} opens the chapter.`);
    }
    const { sourceHash } = testChapter(edition('Four'));
    await expect(ask('One')).rejects.toMatchObject({ code: 'SOURCE_CHANGED', options: { sourceHash } });
  });

  it('keeps a request on the version that it began with', async () => {
    const before = book.content.service.snapshot();
    await book.directory.write(testBook([QOS_CHAPTER]));
    await book.content.catchUp();
    const filter = { pages: new Set(['en default/current/sensors']) };
    const { hits } = await book.content.service.retrieve(before, { query: 'accelerometer', limit: 5, filter });
    expect(hits[0]?.chunk.chapterKey).toBe('default/current/sensors');
    expect(book.content.service.snapshot().chapters).toHaveLength(1);
  });
});
