import type { Chapter } from '@lectern/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QOS_CHAPTER, SENSORS_CHAPTER, testChapter } from '../../content/content.fixture.ts';
import {
  type FoundAnchor,
  flattenChapter,
  LEAST_IN_CHAPTER,
  resolveAnchor,
  type StoredAnchor,
} from './learning-anchor.ts';

const chapterOf = (body: string): Chapter => testChapter({ ...SENSORS_CHAPTER, body });
const flat = (body: string) => flattenChapter(chapterOf(body));
const ORIGINAL = SENSORS_CHAPTER.body;
const GYROSCOPE = 'A gyroscope measures angular velocity';

/** Anchors a quote, or a whole segment, of a chapter as a page would. */
const anchorAt = (body: string, quote: string, whole = false): StoredAnchor => {
  const { segments } = flat(body);
  const index = segments.findIndex(({ plain }) => plain.includes(quote));
  const segment = segments[index];
  if (!segment) throw new Error(`no segment has “${quote}”`);
  const start = segment.plain.indexOf(quote);
  return {
    sectionId: segment.sectionId,
    hash: segment.hash,
    previousHash: segments[index - 1]?.hash ?? null,
    nextHash: segments[index + 1]?.hash ?? null,
    range: whole ? null : { start, end: start + quote.length },
    quote: whole ? segment.plain : quote,
  };
};

/** The text at a place. */
const textAt = (body: string, place: FoundAnchor | null): string | undefined => {
  const plain = flat(body).segments.find(({ id }) => id === place?.segmentId)?.plain;
  return place?.range ? plain?.slice(place.range.start, place.range.end) : plain;
};

const resolve = (body: string, anchor: StoredAnchor) => {
  const place = resolveAnchor(flat(body), anchor);
  return { place, text: textAt(body, place) };
};

describe('a note in a chapter that was not edited', () => {
  it('is where it was put, whatever was marked', () => {
    const { segments } = flat(ORIGINAL);
    const anyRange = fc
      .integer({ min: 0, max: segments.length - 1 })
      .chain((index) =>
        fc.tuple(fc.constant(index), fc.nat((segments[index]?.plain.length ?? 1) - 1), fc.integer({ min: 1, max: 80 })),
      );
    fc.assert(
      fc.property(anyRange, ([index, start, length]) => {
        const segment = segments[index];
        if (!segment) throw new Error('no segment');
        const end = Math.min(segment.plain.length, start + length);
        const anchor: StoredAnchor = {
          sectionId: segment.sectionId,
          hash: segment.hash,
          previousHash: segments[index - 1]?.hash ?? null,
          nextHash: segments[index + 1]?.hash ?? null,
          range: { start, end },
          quote: segment.plain.slice(start, end),
        };
        const { place, text } = resolve(ORIGINAL, anchor);
        expect(place).toMatchObject({ segmentId: segment.id, foundBy: 'hash' });
        expect(text?.trim()).toBe(anchor.quote.trim());
      }),
    );
  });
});

describe('a note after an edit elsewhere', () => {
  it('stays at its words: blocks put in, taken away and moved do not touch it', () => {
    const blocks = ORIGINAL.split('\n\n').filter((block) => !block.startsWith('```'));
    const own = blocks.findIndex((block) => block.includes(GYROSCOPE));
    const others = blocks.filter((_, index) => index !== own);
    const anchor = anchorAt(ORIGINAL, GYROSCOPE);
    const edits = fc.tuple(
      fc.shuffledSubarray(others),
      fc.nat(20),
      fc.array(fc.constantFrom('A new paragraph.', '## New {new}'), { maxLength: 1 }),
    );
    fc.assert(
      fc.property(edits, ([kept, at, added]) => {
        const body = [...kept.slice(0, at), blocks[own] ?? '', ...kept.slice(at), ...added].join('\n\n');
        const { place, text } = resolve(body, anchor);
        expect(place?.foundBy).toBe('hash');
        expect(text).toBe(GYROSCOPE);
      }),
    );
  });

  it('stays at its own of two paragraphs that read the same', () => {
    const body = '## One {one}\n\nSame words.\n\nFirst end.\n\n## Two {two}\n\nSame words.\n\nSecond end.';
    const { segments } = flat(body);
    const second = segments.findLast(({ plain }) => plain === 'Same words.');
    const index = segments.findIndex(({ id }) => id === second?.id);
    const anchor: StoredAnchor = {
      ...anchorAt(body, 'Same words.'),
      sectionId: 'two',
      previousHash: segments[index - 1]?.hash ?? null,
      nextHash: segments[index + 1]?.hash ?? null,
    };
    const edited = body.replace('First end.', 'First end, edited.');
    expect(resolve(edited, anchor).place).toMatchObject({ sectionId: 'two', foundBy: 'hash' });
  });
});

describe('a note on a paragraph that was edited', () => {
  it('keeps its words when others of the paragraph change', () => {
    const anchor = anchorAt(ORIGINAL, GYROSCOPE);
    const edited = ORIGINAL.replace('An accelerometer at rest and level', 'Lying still, an accelerometer');
    const { place, text } = resolve(edited, anchor);
    expect(place).toMatchObject({ sectionId: 'imu', foundBy: 'neighbours', similarity: 1 });
    expect(text).toBe(GYROSCOPE);
  });

  it('goes to the words that took the place of its own, and says how alike they are', () => {
    const anchor = anchorAt(ORIGINAL, 'its bias makes an integrated angle drift by degrees in a minute');
    const edited = ORIGINAL.replace(
      'its bias makes an integrated angle drift by degrees in a minute',
      'its bias makes the integrated angle drift by several degrees in a minute',
    );
    const { place, text } = resolve(edited, anchor);
    expect(place?.foundBy).toBe('neighbours');
    expect(place?.similarity).toBeCloseTo(1 - 2 / 12, 12);
    expect(text).toBe('its bias makes the integrated angle drift by several degrees in a minute');
  });

  it('stays with the paragraph when the whole of it was marked', () => {
    const anchor = anchorAt(ORIGINAL, 'The factor alpha', true);
    const { place, text } = resolve(ORIGINAL.replace('sets the crossover', 'chooses the crossover'), anchor);
    expect(place).toMatchObject({ foundBy: 'neighbours', range: null });
    expect(text).toBe('The factor alpha chooses the crossover between the two signals.');
  });

  it('without a quote is found by the paragraph’s neighbours alone', () => {
    const anchor = { ...anchorAt(ORIGINAL, 'The factor alpha', true), quote: '' };
    const place = resolve(ORIGINAL.replace('sets the crossover', 'chooses the crossover'), anchor).place;
    expect(place).toMatchObject({ foundBy: 'neighbours', similarity: null });
  });

  it('is found when a neighbour was edited with it', () => {
    const anchor = anchorAt(ORIGINAL, 'Rain, dust and glass disturb a LiDAR');
    const edited = ORIGINAL.replace('## LiDAR {lidar}', '## Laser ranging {lidar}').replace(
      'Its range reaches 100 m outdoors',
      'Outdoors it reaches 100 m',
    );
    expect(resolve(edited, anchor).text).toBe('Rain, dust and glass disturb a LiDAR');
  });

  it('is found in another section when the paragraph was split and moved', () => {
    const quote = 'A typical inertial measurement unit runs at 200 Hz to 1,000 Hz.';
    const anchor = anchorAt(ORIGINAL, quote);
    const edited = `${ORIGINAL.replace(` ${quote}`, '').replace('falls over', 'tumbles')}\n\nRates differ. ${quote}`;
    const { place, text } = resolve(edited, anchor);
    expect(place).toMatchObject({ sectionId: 'cameras', foundBy: 'quote' });
    expect(text).toBe(quote);
  });

  it('is found by its words where only these are left of it', () => {
    const quote = 'Rain, dust and glass disturb a LiDAR, since the pulse returns from the drop';
    const anchor = { ...anchorAt(ORIGINAL, quote), previousHash: 'x'.repeat(43), nextHash: 'y'.repeat(43) };
    const edited = ORIGINAL.replace(
      quote,
      'Rain, dust or glass disturb the LiDAR since the pulse returns from the drop',
    );
    const { place } = resolve(edited, anchor);
    expect(place).toMatchObject({ sectionId: 'lidar', foundBy: 'similarity' });
    expect(place?.similarity).toBeGreaterThan(LEAST_IN_CHAPTER);
  });
});

describe('a note whose place is gone', () => {
  it('is orphaned when its paragraph was taken out', () => {
    const anchor = anchorAt(ORIGINAL, GYROSCOPE);
    const block = ORIGINAL.split('\n\n').find((text) => text.includes(GYROSCOPE)) ?? '';
    expect(resolve(ORIGINAL.replace(`${block}\n\n`, ''), anchor).place).toBeNull();
  });

  it('is orphaned when another text stands between its neighbours', () => {
    const anchor = anchorAt(ORIGINAL, GYROSCOPE);
    const block = ORIGINAL.split('\n\n').find((text) => text.includes(GYROSCOPE)) ?? '';
    expect(resolve(ORIGINAL.replace(block, 'Something else is said here now.'), anchor).place).toBeNull();
  });

  it('is not taken for a word that stands elsewhere too', () => {
    const lost = { hash: 'z'.repeat(43), previousHash: 'x'.repeat(43), nextHash: 'y'.repeat(43) };
    const anchor = { ...anchorAt(ORIGINAL, 'LiDAR measures distance'), ...lost, quote: 'LiDAR' };
    // In its own section more than once, or in another one only.
    expect(resolve(ORIGINAL, anchor).place).toBeNull();
    expect(resolve(`${QOS_CHAPTER.body} LiDAR`, anchor).place).toBeNull();
    expect(
      resolve(ORIGINAL.replace('disturb a LiDAR', 'disturb it').replace('## LiDAR', '## Laser'), anchor).place,
    ).toMatchObject({
      sectionId: 'lidar',
      foundBy: 'quote',
    });
  });
});

describe('a bookmark of a section', () => {
  const section = { hash: null, previousHash: null, nextHash: null, range: null, quote: '' };
  it('is there as long as the section', () => {
    expect(resolve(ORIGINAL, { ...section, sectionId: 'lidar' }).place).toEqual({
      sectionId: 'lidar',
      segmentId: null,
      range: null,
      foundBy: 'hash',
      similarity: null,
    });
    expect(resolve(ORIGINAL, { ...section, sectionId: 'gone' }).place).toBeNull();
  });
});

describe('any anchor in any chapter', () => {
  it('is given a place that is there, or none', () => {
    const text = fc.constantFrom('one two three four', 'one two', 'five six seven eight nine', 'a b a b', '');
    const bodies = fc.array(fc.constantFrom('## A {a}', '## B {b}', 'One two three four.', 'Five six seven.', 'x'), {
      minLength: 1,
      maxLength: 8,
    });
    const range = fc.record({ start: fc.nat(20), end: fc.nat(40) });
    fc.assert(
      fc.property(bodies, text, fc.option(range), fc.nat(3), (blocks, quote, marked, seed) => {
        // An anchor may be of a section once only.
        const body = blocks.filter((block, index) => !block.startsWith('#') || blocks.indexOf(block) === index);
        const chapter = flat(body.join('\n\n'));
        const hashes = chapter.segments.map(({ hash }) => hash).concat('q'.repeat(43));
        const hashAt = (index: number) => hashes[index % hashes.length] ?? null;
        const anchor: StoredAnchor = {
          sectionId: 'a',
          hash: hashAt(seed) ?? '',
          previousHash: hashAt(seed + 1),
          nextHash: hashAt(seed + 2),
          range: marked,
          quote,
        };
        const place = resolveAnchor(chapter, anchor);
        if (place === null) return;
        const segment = chapter.segments.find(({ id }) => id === place.segmentId);
        expect(segment?.sectionId).toBe(place.sectionId);
        if (place.range) {
          expect(place.range.start).toBeLessThan(place.range.end);
          expect(place.range.end).toBeLessThanOrEqual(segment?.plain.length ?? 0);
        }
        if (place.similarity !== null) {
          expect(place.similarity).toBeGreaterThan(0);
          expect(place.similarity).toBeLessThanOrEqual(1);
        }
        expect(resolveAnchor(chapter, anchor)).toEqual(place);
      }),
    );
  });
});
