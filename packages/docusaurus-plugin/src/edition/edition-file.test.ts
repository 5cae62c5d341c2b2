import { hashSegment } from '@lectern/segments';
import { describe, expect, it } from 'vitest';
import { translateMarkdown, translateQuiz } from './edition-file.ts';
import { readEditionMap, sourceFinder } from './edition-map.ts';
import { readEditionMemory } from './edition-memory.ts';

const entry = (kind: Parameters<typeof hashSegment>[0], source: string, target: string, more = {}) =>
  JSON.stringify({
    hash: hashSegment(kind, source, []),
    hashVersion: 1,
    kind,
    source,
    target,
    status: 'machine',
    engine: 'authors',
    ...more,
  });
const memoryOf = (...lines: string[]) => readEditionMemory(lines.join('\n'), 'ur');
const OPTIONS = { path: 'docs/a.mdx', format: 'mdx', headingIds: 'comment' } as const;
const SOURCE =
  '---\ntitle: Nodes\n---\n\n## The graph\n\nA plain sentence.\n\n```py\nprint("A plain sentence.")\n```\n';

describe('a memory file', () => {
  it('gives the best text: what a person has read before what a machine wrote', () => {
    const memory = memoryOf(
      entry('paragraph', 'Hello there.', 'مشین کا جملہ۔'),
      entry('paragraph', 'Hello there.', 'انسان کا جملہ۔', { status: 'reviewed' }),
      entry('paragraph', 'Hello there.', 'جگہ کا جملہ۔', { status: 'locked', context: 'c'.repeat(43) }),
    );
    const segment = { hash: hashSegment('paragraph', 'Hello there.', []), text: 'Hello there.' };
    expect(memory.find(segment)).toBe('انسان کا جملہ۔');
    expect(memory.find({ hash: 'x'.repeat(43), text: '' })).toBeUndefined();
  });

  it('tells the lines that hold no entry, and keeps the rest', () => {
    const memory = memoryOf(entry('paragraph', 'Hello there.', 'سلام۔'), '{"hash":', '{"hash":"short"}', '');
    expect(memory.entries).toBe(1);
    expect(memory.faults.map(({ line }) => line)).toEqual([2, 3]);
    expect(memory.faults[0]?.reason).toBe('is not JSON');
  });

  it('never gives a text that is not safe to show', () => {
    const memory = memoryOf(entry('paragraph', 'Hello there.', 'سلام <x1/> https://elsewhere.example'));
    const segment = { hash: hashSegment('paragraph', 'Hello there.', []), text: 'Hello there.' };
    expect(memory.find(segment)).toBeUndefined();
    expect(memory.refused).toHaveLength(1);
  });
});

describe('a Markdown file of an edition', () => {
  const memory = memoryOf(
    entry('frontMatter', 'Nodes', 'نوڈز'),
    entry('heading', 'The graph', 'گراف'),
    entry('paragraph', 'A plain sentence.', 'ایک سادہ جملہ۔'),
  );

  it('has the texts of the memory, the source’s anchors, and its code as it was', () => {
    const { text, total, translated, sources } = translateMarkdown(SOURCE, OPTIONS, memory);
    expect(text).toBe(
      '---\ntitle: "نوڈز"\n---\n\n## گراف {/* #the-graph */}\n\nایک سادہ جملہ۔\n\n```py\nprint("A plain sentence.")\n```\n',
    );
    expect([total, translated]).toEqual([3, 3]);
    expect(Object.values(sources)).toContain(hashSegment('heading', 'The graph', []));
  });

  it('keeps the source where the memory has nothing', () => {
    const { text, translated } = translateMarkdown(SOURCE, OPTIONS, memoryOf(entry('heading', 'The graph', 'گراف')));
    expect(text).toContain('A plain sentence.\n');
    expect(translated).toBe(1);
  });
});

describe('a quiz of an edition', () => {
  const quiz = {
    id: 'q',
    title: 'Nodes',
    items: [
      {
        id: 'one',
        kind: 'single',
        prompt: 'What is a node?',
        sectionId: 'graph',
        choices: [
          { id: 'a', text: 'A process & more', correct: true, why: 'Yes.' },
          { id: 'b', text: 'A cable', correct: false, why: 'No.' },
        ],
      },
    ],
  };

  it('has its texts exchanged, and its keys as they were', () => {
    const memory = memoryOf(
      entry('quiz', 'What is a node?', 'نوڈ کیا ہے؟'),
      entry('quiz', 'A process &amp; more', 'ایک پروسیس &amp; مزید'),
    );
    const { text, total, translated } = translateQuiz(JSON.stringify(quiz), memory);
    const [item] = JSON.parse(text).items;
    expect(item).toMatchObject({ id: 'one', prompt: 'نوڈ کیا ہے؟', sectionId: 'graph' });
    expect(item.choices[0]).toEqual({ id: 'a', text: 'ایک پروسیس & مزید', correct: true, why: 'Yes.' });
    expect([total, translated]).toEqual([6, 2]);
  });

  it('is refused when it is none', () => {
    expect(() => translateQuiz('{"id":"q"}', memoryOf())).toThrow();
  });
});

describe('the map', () => {
  it('finds what a segment translates in its own file first', () => {
    const file = { source: '', inputs: '', hash: '', total: 0, translated: 0, left: [] };
    const find = sourceFinder({
      version: 1,
      language: 'ur',
      files: { a: { ...file, segments: { u: 'one' } }, b: { ...file, segments: { u: 'two', v: 'three' } } },
    });
    expect([find('a', 'u'), find('b', 'u'), find('c', 'u'), find('c', 'w')]).toEqual(['one', 'two', 'one', undefined]);
  });

  it('is empty where there is none', () => {
    expect(readEditionMap('/nowhere', 'ur').files).toEqual({});
  });
});
