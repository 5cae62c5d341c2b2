import { expect, it } from 'vitest';
import { QOS_CHAPTER, testChapter } from './content.fixture.ts';
import { chunkChapter } from './content-chunking.ts';
import { embeddedText, embeddedTextHash } from './content-embedded-text.ts';

const chunks = chunkChapter(testChapter(QOS_CHAPTER));

it('is read with the headings that lead to it', () => {
  const late = chunks.find(({ text }) => text.startsWith('A late joiner'));
  expect(late && embeddedText(late)).toMatch(
    /^Nodes, topics and quality of service > Late joiners\nA late joiner misses the map/,
  );
});

it('is read with the headings of short sections that were merged into it', () => {
  const [chunk] = chunkChapter(testChapter({ id: 'a', title: 'A', body: 'One.\n\n## Two {two}\n\nThree.' }));
  expect(chunk && embeddedText(chunk)).toBe('A > Two\nOne.\n\nThree.');
});

it('is kept under another hash for every text', () => {
  const hashes = chunks.map((chunk) => embeddedTextHash(embeddedText(chunk)));
  expect(new Set(hashes).size).toBe(chunks.length);
});
