import type { Chapter } from '@lectern/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testChapter } from './content.fixture.ts';
import { chunkChapter, countWords, MAX_CHUNK_WORDS } from './content-chunking.ts';

const words = (count: number, name = 'word'): string =>
  Array.from({ length: count }, (_, at) => `${name}${at}`).join(' ');
const chapterOf = (body: string): Chapter => testChapter({ id: 'c', title: 'Chapter', body });

describe('chunkChapter', () => {
  it('makes a chunk of each section, without its heading in the text', () => {
    const chunks = chunkChapter(chapterOf(`## One {one}\n\n${words(50)}\n\n## Two {two}\n\n${words(60)}`));
    expect(chunks.map(({ sections }) => sections.map(({ id }) => id))).toEqual([['one'], ['two']]);
    expect(chunks[0]?.text).toBe(words(50));
    expect(chunks[0]?.sections[0]?.headingPath).toEqual(['Chapter', 'One']);
  });

  it('splits a long section at paragraph borders into parts of about one size', () => {
    const body = `## Long {long}\n\n${[100, 100, 100, 100].map((count) => words(count)).join('\n\n')}`;
    const chunks = chunkChapter(chapterOf(body));
    expect(chunks.map(({ text }) => countWords(text))).toEqual([200, 200]);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(2);
  });

  it('leaves a single paragraph above the limit whole', () => {
    const chunks = chunkChapter(chapterOf(`${words(60)}\n\n${words(500)}\n\n${words(60)}`));
    expect(chunks.map(({ text }) => countWords(text))).toEqual([60, 500, 60]);
  });

  it('merges a short section into the one above and keeps its heading and link', () => {
    const [chunk, ...rest] = chunkChapter(
      chapterOf(`## One {one}\n\n${words(50)}\n\n## Short {short}\n\nA few words.`),
    );
    expect(rest).toEqual([]);
    const short = chunk?.sections[1];
    expect(short).toMatchObject({ id: 'short', permalink: '/book/c#short', headingPath: ['Chapter', 'Short'] });
    expect(chunk?.text.slice(short?.start, short?.end)).toBe('A few words.');
  });

  it('does not merge where the two would be too long together', () => {
    const chunks = chunkChapter(
      chapterOf(`## One {one}\n\n${words(MAX_CHUNK_WORDS)}\n\n## Short {short}\n\nA few words.`),
    );
    expect(chunks).toHaveLength(2);
  });

  it('keeps code where it stands, as text that belongs to no segment', () => {
    const [chunk] = chunkChapter(chapterOf(`${words(50)}\n\n\`\`\`python\nprint("hello")\n\`\`\`\n\nAfter it.`));
    const code = chunk?.blocks.find(({ kind }) => kind === 'code');
    expect(code).toMatchObject({ lang: 'python', id: chunk?.blocks[0]?.id });
    expect(chunk?.text.slice(code?.start, code?.end)).toBe('print("hello")');
  });

  it('writes a table row by row, with its empty cells, and knows where each cell stands', () => {
    const table = '| sensor | range | |\n| LiDAR | | glass |\n| | 5 m | |';
    const [chunk] = chunkChapter(chapterOf(`Before it.\n\n${table}\n\nAfter it.`));
    expect(chunk?.text).toBe(
      'Before it.\n\nsensor | range |\nLiDAR |  | glass\n|  5 m |\n\nAfter it.'.replaceAll('|  ', '| '),
    );
    const cells = chunk?.blocks.filter(({ cell }) => cell !== undefined) ?? [];
    expect(cells.map(({ start, end }) => chunk?.text.slice(start, end))).toEqual([
      'sensor',
      'range',
      'LiDAR',
      'glass',
      '5 m',
    ]);
  });

  it('splits a long table between rows, each part under the header', () => {
    const rows = Array.from({ length: 12 }, (_, at) => `| ${words(40, `r${at}x`)} | ${words(10, `v${at}x`)} |`);
    const chunks = chunkChapter(chapterOf(['| name | value |', ...rows].join('\n')));
    expect(chunks.length).toBeGreaterThan(1);
    for (const { text } of chunks) {
      const [header, ...lines] = text.split('\n');
      expect(header).toBe('name | value');
      expect(countWords(text)).toBeLessThanOrEqual(MAX_CHUNK_WORDS);
      expect(lines.every((line) => line.split(' | ').length === 2)).toBe(true);
    }
    expect(chunks.flatMap(({ text }) => text.split('\n').slice(1))).toHaveLength(12);
  });

  it('leaves quizzes, front matter and link titles out', () => {
    const chapter = chapterOf(words(50));
    const [section] = chapter.sections;
    const [segment] = section?.segments ?? [];
    for (const kind of ['quiz', 'frontMatter', 'linkTitle'] as const) {
      if (segment) section?.segments.push({ ...segment, id: kind, kind, plain: `secret ${kind}` });
    }
    expect(chunkChapter(chapter).map(({ text }) => text)).toEqual([words(50)]);
  });

  it('gives the chunks that stay their ids when a section is put in front', () => {
    const body = `## One {one}\n\n${words(50)}`;
    const [before] = chunkChapter(chapterOf(body));
    const after = chunkChapter(chapterOf(`## Zero {zero}\n\n${words(50, 'other')}\n\n${body}`));
    expect(after[1]?.id).toBe(before?.id);
    expect(after[1]?.ordinal).toBe(1);
  });

  it('tells for every character of every chunk which block it stands in', () => {
    const paragraph = fc.integer({ min: 1, max: 420 }).map((count) => words(count));
    const block = fc.oneof(
      { weight: 5, arbitrary: paragraph },
      { weight: 1, arbitrary: fc.constant('```sh\nls -l\n\necho done\n```') },
      { weight: 2, arbitrary: fc.uuid().map((id) => `## Section ${id} {${id}}`) },
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 30 }), (blocks) => {
        const chapter = chapterOf(blocks.join('\n\n'));
        const plain = new Map(
          chapter.sections.flatMap(({ segments }) => segments.map(({ id, plain: text }) => [id, text])),
        );
        const seen: string[] = [];
        for (const { text, blocks: spans, sections } of chunkChapter(chapter)) {
          let at = 0;
          for (const { kind, id, start, end } of spans) {
            expect(text.slice(at, start)).toBe(at === 0 ? '' : '\n\n');
            if (kind === 'segment') {
              expect(text.slice(start, end)).toBe(plain.get(id));
              seen.push(id);
            }
            expect(sections.some((section) => section.start <= start && end <= section.end)).toBe(true);
            at = end;
          }
          expect(at).toBe(text.length);
        }
        const body = chapter.sections.flatMap(({ segments }) => segments.filter(({ kind }) => kind !== 'heading'));
        expect(seen).toEqual(body.map(({ id }) => id));
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});

describe('countWords', () => {
  it.each([
    ['', 0],
    ['one, two; three_four', 3],
    ['یہ ایک جملہ ہے', 4],
    ['机器人可以感知', 4],
  ])('counts %j', (text, count) => {
    expect(countWords(text)).toBe(count);
  });
});
