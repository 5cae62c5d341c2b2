import { describe, expect, it } from 'vitest';
import { QOS_CHAPTER, testChapter } from './content.fixture.ts';
import { chapterContentHash, chapterStatus, diffHashes } from './content-diff.ts';

describe('diffHashes', () => {
  it.each([
    ['', '', { added: 0, changed: 0, removed: 0 }],
    ['', 'ab', { added: 2, changed: 0, removed: 0 }],
    ['ab', '', { added: 0, changed: 0, removed: 2 }],
    ['abc', 'axc', { added: 0, changed: 1, removed: 0 }],
    ['abc', 'cab', { added: 0, changed: 0, removed: 0 }],
    ['aab', 'abb', { added: 0, changed: 1, removed: 0 }],
    ['ab', 'xyz', { added: 1, changed: 2, removed: 0 }],
  ])('from %j to %j', (before, after, expected) => {
    expect(diffHashes(before, after)).toEqual(expected);
  });
});

describe('chapterContentHash', () => {
  it('knows a chapter again at another place of the book, and not with another address', () => {
    const hash = chapterContentHash(testChapter(QOS_CHAPTER, 1));
    expect(chapterContentHash(testChapter(QOS_CHAPTER, 9))).toBe(hash);
    expect(chapterContentHash(testChapter({ ...QOS_CHAPTER, permalink: '/elsewhere' }, 1))).not.toBe(hash);
  });
});

describe('chapterStatus', () => {
  const known = new Map([['en a', 'hash']]);
  it.each([
    [{ key: 'a', locale: 'en', contentHash: 'hash' }, 'unchanged'],
    [{ key: 'a', locale: 'en', contentHash: 'other' }, 'changed'],
    [{ key: 'a', locale: 'ur', contentHash: 'hash' }, 'added'],
  ] as const)('of %j is %s', (chapter, status) => {
    expect(chapterStatus(known, chapter)).toBe(status);
  });
});
