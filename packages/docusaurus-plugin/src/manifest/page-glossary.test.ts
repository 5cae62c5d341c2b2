import { expect, test } from 'vitest';
import { pageGlossary } from './page-glossary.ts';
import type { MemoryFile } from './shipped-memory.ts';

const memory = (language: string, lines: readonly string[]): MemoryFile => {
  const bytes = Buffer.from(lines.join('\n'));
  return { language, path: `memory/${language}.jsonl`, hash: '', entries: lines.length, bytes };
};
const segment = (headingPath: string[], permalink: string) => {
  return { id: '', headingPath, permalink, segments: [], code: [] };
};
const chapter = {
  key: 'default/current/glossary',
  id: 'glossary',
  locale: 'en',
  order: 0,
  title: 'Glossary',
  permalink: '/book/glossary',
  sourcePath: 'docs/glossary.mdx',
  sourceHash: '',
  hardware: [],
  tags: [],
  objectives: [],
  prerequisites: [],
  suggestedQuestions: [],
  sections: [segment(['Glossary', 'topic (ٹاپک)'], '/book/glossary#topic')],
  quizzes: [],
};
const book = {
  schemaVersion: 1 as const,
  hashVersion: 1 as const,
  title: '',
  url: '',
  baseUrl: '/',
  defaultLocale: 'en',
  locales: [],
  modules: [],
  options: { name: '', tone: '', greeting: '', refusal: '', suggestedQuestions: [] },
  glossary: [
    { term: 'Topic', definition: 'A & B.', aliases: ['topics'], urdu: 'ٹاپک', roman: [], policy: 'keep' as const },
    { term: 'node', definition: 'Runs.', aliases: [], roman: [], policy: 'keep' as const },
  ],
  generatedAt: '',
  chapters: [chapter],
};

test('each term comes with its section, its forms and the definitions of the memories', () => {
  const urdu = memory('ur', [
    JSON.stringify({ source: 'A &amp; B.', target: 'الف &amp; ب۔' }),
    'no entry',
    JSON.stringify({ source: 'Runs.', target: '<x1/> چلتا ہے۔' }),
  ]);
  expect(pageGlossary(book, [urdu])).toEqual([
    {
      term: 'Topic',
      forms: ['topics', 'ٹاپک'],
      definition: 'A & B.',
      translated: { ur: 'الف & ب۔' },
      urdu: 'ٹاپک',
      url: '/book/glossary#topic',
    },
    { term: 'node', forms: [], definition: 'Runs.', translated: {} },
  ]);
});
