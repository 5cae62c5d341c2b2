import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildIndex, deserializeIndex, IndexFormatError, search, serializeIndex } from './index.ts';
import { robotBook, robotGlossary } from './robot-book.fixture.ts';

const index = buildIndex(robotBook, { glossary: robotGlossary });
const bytes = serializeIndex(index);

describe('serializeIndex and deserializeIndex', () => {
  it('bring back an index that answers alike', () => {
    const restored = deserializeIndex(bytes);
    expect(serializeIndex(restored)).toEqual(bytes);
    for (const question of ['What is a topic?', 'jamoodi paimaish kya hai', 'brushles moter']) {
      expect(search(restored, question)).toEqual(search(index, question));
    }
  });

  it('bring back any documents', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const document = fc.record({ id: text, title: text, path: fc.array(text, { maxLength: 3 }), text });
    const documents = fc.uniqueArray(document, { selector: ({ id }) => id.toWellFormed(), maxLength: 12 });
    fc.assert(
      fc.property(documents, text, (all, question) => {
        const built = buildIndex(all);
        const restored = deserializeIndex(serializeIndex(built));
        expect(search(restored, question)).toEqual(search(built, question));
        expect(serializeIndex(restored)).toEqual(serializeIndex(built));
      }),
    );
  });

  it('read bytes that do not start at a multiple of four', () => {
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(serializeIndex(deserializeIndex(shifted.subarray(1)))).toEqual(bytes);
  });

  it('refuse bytes that are cut off anywhere', () => {
    for (let length = 0; length < bytes.length; length += 97) {
      expect(() => deserializeIndex(bytes.subarray(0, length))).toThrow(IndexFormatError);
    }
  });

  it('refuse bytes with any one changed', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ change;
        expect(() => deserializeIndex(damaged)).toThrow(IndexFormatError);
      }),
    );
  });

  it('refuse foreign bytes, and such with bytes behind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (foreign) => {
        expect(() => deserializeIndex(foreign)).toThrow(IndexFormatError);
      }),
    );
    const longer = new Uint8Array(bytes.length + 4);
    longer.set(bytes);
    expect(() => deserializeIndex(longer)).toThrow(IndexFormatError);
  });
});
