/** The translation memories that the book ships cover the book: what `docusaurus lectern-edition --check` would tell, without a build. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { supportedLanguageSchema } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { type EditionFile, translateMarkdown, translateQuiz } from './edition-file.ts';
import { type EditionMemory, readEditionMemory } from './edition-memory.ts';

const DOCS = resolve('docusaurus/docs');
const MEMORIES = resolve('docusaurus/i18n/memory');
/** As the book's configuration has it: `future.v4`. */
const GRAMMAR = {
  format: 'mdx',
  mdx1Compat: { comments: false, admonitions: false, headingIds: false },
  headingIds: 'comment',
} as const;

const files = readdirSync(DOCS, { recursive: true, encoding: 'utf8' });
const languages = readdirSync(MEMORIES).map((name) => supportedLanguageSchema.parse(basename(name, '.jsonl')));

function translate(file: string, memory: EditionMemory): EditionFile {
  const source = readFileSync(join(DOCS, file), 'utf8');
  return file.endsWith('.json')
    ? translateQuiz(source, memory)
    : translateMarkdown(source, { ...GRAMMAR, path: file }, memory);
}

describe.each(languages)('the memory %s', (language) => {
  const memory = readEditionMemory(readFileSync(join(MEMORIES, `${language}.jsonl`), 'utf8'), language);

  it('has no line that holds no entry', () => {
    expect(memory.faults).toEqual([]);
    expect(memory.entries).toBeGreaterThan(0);
  });

  it.each(files.filter((file) => /\.mdx?$|\.quiz\.json$/.test(file)))(
    'has all of %s, and nothing that would break it',
    (file) => {
      const { total, translated, fellBack } = translate(file, memory);
      expect(fellBack).toEqual([]);
      expect(`${translated} of ${total} segments`).toBe(`${total} of ${total} segments`);
      expect(memory.refused).toEqual([]);
    },
  );
});
