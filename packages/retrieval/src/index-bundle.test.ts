import { describe, expect, it } from 'vitest';
import { buildIndex, deserializeIndexes, IndexFormatError, search, serializeIndex, serializeIndexes } from './index.ts';
import { robotBook, robotGlossary } from './robot-book.fixture.ts';

const english = buildIndex(robotBook, { glossary: robotGlossary });
const urdu = buildIndex([{ id: 'a#b', title: 'روبوٹ', path: [], text: 'روبوٹ چلتا ہے۔', locale: 'ur' }]);
const bytes = serializeIndexes(
  new Map([
    ['en', english],
    ['ur', urdu],
  ]),
);

describe('the indexes of a book’s languages', () => {
  it('come back as they were, each by its language', () => {
    const restored = deserializeIndexes(bytes);
    expect(Array.from(restored.keys())).toEqual(['en', 'ur']);
    const back = restored.get('en');
    expect(back && search(back, 'What is a topic?')).toEqual(search(english, 'What is a topic?'));
    expect(restored.get('ur')?.stemming).toBe('urdu');
  });

  it('may be a single one without a language', () => {
    expect(Array.from(deserializeIndexes(serializeIndex(urdu)).keys())).toEqual(['']);
  });

  it('are refused when they are cut off or damaged', () => {
    for (let length = 0; length < bytes.length; length += 997) {
      expect(() => deserializeIndexes(bytes.subarray(0, length))).toThrow(IndexFormatError);
    }
    const damaged = bytes.slice();
    damaged[damaged.length - 40] = (damaged[damaged.length - 40] ?? 0) ^ 0xff;
    expect(() => deserializeIndexes(damaged)).toThrow(IndexFormatError);
  });
});
