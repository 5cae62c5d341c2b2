import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildIndex, buildIndexSteps, buildLatent, DuplicateDocumentError, search, serializeIndex } from './index.ts';
import { robotBook } from './robot-book.fixture.ts';

const index = buildIndex(robotBook);
const firstHit = (question: string): string | undefined => search(index, question).hits[0]?.id;

describe('search', () => {
  it.each([
    ['How does a laser measure distance?', 'sensors#lidar'],
    ['What is a service?', 'ros#services'],
    ['why does the heading drift', 'sensors#imu'],
    ['jointStatePublisher', 'body#joints'],
    ['joint state publisher', 'body#joints'],
    ['accelerometer', 'sensors#imu'],
  ])('answers %s with %s', (question, id) => {
    expect(firstHit(question)).toBe(id);
  });

  it.each([
    ['brushles moter', 'body#motors'],
    ['what is callibration', 'sensors#camera'],
    ['late joinig subscibers', 'ros#quality'],
    ['simualtion', 'ai#simulation'],
  ])('sees through the slip in %s', (question, id) => {
    expect(firstHit(question)).toBe(id);
  });

  it('leaves out what the filter refuses, in every channel', () => {
    const filter = (id: string): boolean => id.startsWith('ros#');
    const { hits } = search(index, 'laser topic motor simulation', {
      filter,
      dense: new Map([['ai#simulation', 0.9]]),
    });
    expect(hits.length).toBeGreaterThan(0);
    expect(hits.every((hit) => filter(hit.id))).toBe(true);
  });

  it('judges answerability inside the filter only', () => {
    const question = 'how many revolutions does a lidar make';
    expect(search(index, question).answerability).toBeGreaterThan(0.35);
    expect(search(index, question, { filter: (id) => id.startsWith('ros#') }).answerability).toBeLessThan(0.25);
  });

  it('has at most two sections of a page among the first five', () => {
    const { hits } = search(index, 'topic service action node message client server lidar motor');
    const pages = hits.slice(0, 5).map((hit) => hit.id.split('#')[0]);
    expect(pages.filter((page) => page === 'ros')).toHaveLength(2);
    expect(hits.filter((hit) => hit.id.startsWith('ros#')).length).toBeGreaterThan(2);
  });

  it('lets dense scores decide between sections that words cannot tell apart', () => {
    const dense = new Map(robotBook.map((document) => [document.id, document.id === 'ai#learning' ? 0.8 : 0.1]));
    const { hits } = search(index, 'bipedal gait', { dense });
    expect(hits[0]?.id).toBe('ai#learning');
    expect(hits[0]?.channels.dense).toBe(0.8);
  });

  it('ranks by a scan as by cosines given by id, and tells it what is in scope', () => {
    const cosines = robotBook.map(({ id }, at) => (id === 'ai#learning' ? 0.8 : 0.1 + at / 100));
    const dense = new Map(robotBook.map(({ id }, at) => [id, cosines[at] ?? 0]));
    const listed = search(index, 'bipedal gait', { dense });
    const scanned = search(index, 'bipedal gait', { dense: () => Float64Array.from(cosines) });
    expect(scanned).toEqual(listed);
    let seen: Uint8Array | undefined;
    const filter = (id: string): boolean => id.startsWith('ros#');
    const { hits } = search(index, 'bipedal gait', {
      filter,
      dense: (scope) => {
        seen = scope;
        return Float32Array.from(cosines);
      },
    });
    expect([...(seen ?? [])]).toEqual(robotBook.map(({ id }) => (filter(id) ? 1 : 0)));
    expect(hits.every(({ id }) => filter(id))).toBe(true);
  });

  it('ranks sections without a vector by their words', () => {
    const dense = () => Float32Array.from(robotBook, ({ id }, at) => (id === 'sensors#lidar' ? Number.NaN : at / 100));
    const { hits } = search(index, 'How does a laser measure distance?', { dense });
    const lidar = hits.find(({ id }) => id === 'sensors#lidar');
    expect(lidar?.channels.dense).toBe(0);
    expect(hits.every(({ score }) => Number.isFinite(score))).toBe(true);
  });

  it('gives at most `limit` hits, and none for a limit of zero', () => {
    expect(search(index, 'robot topic', { limit: 1 }).hits).toHaveLength(1);
    expect(search(index, 'robot topic', { limit: 0 }).hits).toEqual([]);
  });

  it.each(['', '   \n\t', '???', '🤖🤖', '\u0000\u0007\u001b', '\u202e\u2066'])('finds nothing for %j', (question) => {
    expect(search(index, question)).toEqual({ hits: [], answerability: 0 });
  });

  it('survives any question and keeps its scores in bounds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), (question) => {
        const { hits, answerability } = search(index, question);
        expect(answerability >= 0 && answerability <= 1).toBe(true);
        expect(hits.every((hit, i) => Number.isFinite(hit.score) && hit.score > 0 && i < 10)).toBe(true);
      }),
    );
  });

  it('takes a question of 4,000 characters of nothing but unseen words', () => {
    const question = Array.from({ length: 600 }, (_, i) => `wörd${String.fromCharCode(97 + (i % 26))}x`).join(' ');
    expect(search(index, question.slice(0, 4000)).answerability).toBeLessThan(0.25);
  });
});

describe('buildIndex', () => {
  it('gives the same bytes for the same documents', () => {
    expect(serializeIndex(buildIndex(robotBook))).toEqual(serializeIndex(index));
  });

  it('gives the same index in steps, and with the latent space added later', () => {
    const steps = buildIndexSteps(robotBook);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    expect(serializeIndex(step.value)).toEqual(serializeIndex(index));
    const lexical = buildIndex(robotBook, { latent: false });
    expect(lexical.latent).toBeUndefined();
    expect(search(lexical, 'lidar').hits[0]?.id).toBe('sensors#lidar');
    expect(serializeIndex(buildLatent(lexical))).toEqual(serializeIndex(index));
  });

  it('refuses two documents of one id', () => {
    expect(() => buildIndex([...robotBook, ...robotBook.slice(0, 1)])).toThrow(DuplicateDocumentError);
  });

  it.each([0, 1, 2])('works with %i documents', (count) => {
    const small = buildIndex(robotBook.slice(0, count));
    expect(search(small, 'topic service').hits).toHaveLength(count);
  });

  it('takes sections without a word', () => {
    const blank = buildIndex([...robotBook, { id: 'blank', title: '', path: [], text: ' ** ' }]);
    expect(search(blank, 'lidar').hits[0]?.id).toBe('sensors#lidar');
  });
});

describe('other scripts', () => {
  const section = (id: string, title: string, text: string) => ({ id, title, path: [title], text });
  const cases: readonly (readonly [string, ReturnType<typeof section>[], string, string])[] = [
    [
      'Urdu',
      [
        section('a', 'لائیڈار', 'لائیڈار لیزر کی مدد سے فاصلہ ناپتا ہے۔'),
        section('b', 'کیمرہ', 'کیمرہ منظر کی تصویر بناتا ہے۔'),
      ],
      'فاصلہ کیسے ناپا جاتا ہے؟',
      'a',
    ],
    [
      'Arabic',
      [
        section('a', 'المستشعرات', 'تقيس المستشعرات المسافة بالليزر.'),
        section('b', 'المحركات', 'المحركات تحول التيار إلى عزم.'),
      ],
      'ما هو مستشعر المسافة؟',
      'a',
    ],
    [
      'Chinese',
      [section('a', '激光雷达', '激光雷达用激光脉冲测量距离。'), section('b', '相机', '相机把场景投影成图像。')],
      '怎么测量距离？',
      'a',
    ],
    [
      'Japanese',
      [
        section('a', 'ライダー', 'ライダーはレーザーで距離を測定します。'),
        section('b', 'カメラ', 'カメラは画像を撮影します。'),
      ],
      '距離の測定はどうやりますか',
      'a',
    ],
    [
      'Russian',
      [
        section('a', 'Лидар', 'Лидар измеряет расстояние лазерными импульсами.'),
        section('b', 'Камера', 'Камера проецирует сцену на изображение.'),
      ],
      'Как измерить расстояния?',
      'a',
    ],
    [
      'Hindi',
      [section('a', 'लिडार', 'लिडार लेज़र से दूरी मापता है।'), section('b', 'कैमरा', 'कैमरा दृश्य का चित्र बनाता है।')],
      'दूरी कैसे मापी जाती है?',
      'a',
    ],
    [
      'German',
      [
        section('a', 'Abstand', 'Der Laser misst den Abstand und die Entfernung mit Impulsen.'),
        section('b', 'Kamera', 'Die Kamera bildet die Szene auf ein Bild ab.'),
      ],
      'Wie wird der Abstand von dem Laser gemessen?',
      'a',
    ],
    [
      'Korean',
      [section('a', '라이다', '라이다는 레이저로 거리를 측정한다.'), section('b', '카메라', '카메라는 영상을 만든다.')],
      '거리를 어떻게 측정하나요?',
      'a',
    ],
    [
      'Thai',
      [section('a', 'ไลดาร์', 'ไลดาร์วัดระยะทางด้วยเลเซอร์'), section('b', 'กล้อง', 'กล้องถ่ายภาพ')],
      'วัดระยะทางอย่างไร',
      'a',
    ],
  ];

  it.each(cases)('finds the section of a question in %s', (_, documents, question, id) => {
    expect(search(buildIndex(documents), question).hits[0]?.id).toBe(id);
  });
});
