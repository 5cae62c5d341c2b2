import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readChapterFacts } from './chapter-facts.ts';
import { loadGlossary } from './glossary-file.ts';
import { loadQuiz } from './quiz-file.ts';
import { isInside, resolveSpecifier, sitePath } from './source-files.ts';

const siteDir = mkdtempSync(join(tmpdir(), 'lectern-values-'));
afterAll(() => rmSync(siteDir, { recursive: true }));
const context = { siteDir };

function write(name: string, text: string): string {
  writeFileSync(join(siteDir, name), text);
  return name;
}

describe('readChapterFacts', () => {
  it('reads numbers as texts, one as a list of one, and difficulty as level', () => {
    expect(
      readChapterFacts({
        week: 2,
        module: 1,
        minutes: '45',
        difficulty: 'advanced',
        hardware: 'rtx',
        prerequisites: ['a'],
      }),
    ).toMatchObject({
      week: '2',
      module: '1',
      minutes: 45,
      level: 'advanced',
      hardware: ['rtx'],
      prerequisites: ['a'],
    });
  });

  it('leaves out what it does not know', () => {
    expect(
      readChapterFacts({
        week: { from: 1 },
        minutes: 'long',
        difficulty: 'hard',
        hardware: ['toaster', 3],
        objectives: [null, ' ', 'x'],
        questions: ['q'.repeat(301), 'a', 'b', 'c', 'd', 'e', 'f', 'g'],
      }),
    ).toEqual({
      hardware: [],
      objectives: ['x'],
      prerequisites: [],
      suggestedQuestions: ['a', 'b', 'c', 'd', 'e', 'f'],
    });
  });
});

describe('loadGlossary', () => {
  it('reads YAML and JSON, a list or the list under `terms`', () => {
    const terms = [{ term: 'node', definition: 'd', aliases: [], roman: [], policy: 'keep' }];
    expect(loadGlossary(context, write('a.yaml', '- term: node\n  definition: d\n'))).toEqual(terms);
    expect(loadGlossary(context, write('b.json', '{"terms":[{"term":"node","definition":"d"}]}'))).toEqual(terms);
    expect(loadGlossary(context, undefined)).toEqual([]);
  });

  it('says which file and what is wrong', () => {
    expect(() => loadGlossary(context, 'gone.yaml')).toThrow(/gone\.yaml cannot be read/);
    expect(() => loadGlossary(context, write('c.yaml', '- term: node\n'))).toThrow(
      /c\.yaml is not valid:\n {2}- 0\.definition/,
    );
  });
});

describe('loadQuiz', () => {
  const load = (src: string) => loadQuiz(context, { src, importer: join(siteDir, 'docs.mdx') });

  it('finds files beside the page and under @site', () => {
    const text = JSON.stringify({ id: 'q', items: [{ id: 'a', kind: 'number', prompt: 'p', sectionId: '' }] });
    write('q.quiz.json', text);
    for (const src of ['./q.quiz.json', 'q.quiz.json', '@site/q.quiz.json']) {
      expect(load(src)).toMatchObject({ quiz: { id: 'q' }, text });
    }
  });

  it('says which quiz of which page is wrong', () => {
    expect(() => load('./gone.json')).toThrow(/The quiz gone\.json of docs\.mdx cannot be read/);
    write('broken.json', '{');
    expect(() => load('./broken.json')).toThrow(/broken\.json of docs\.mdx is not JSON/);
    write('empty.json', '{"id":"x","items":[]}');
    expect(() => load('./empty.json')).toThrow(/empty\.json of docs\.mdx is not valid:\n {2}- items/);
  });
});

describe('paths', () => {
  it('resolve as the bundler resolves them', () => {
    const importer = join(siteDir, 'docs', 'a.mdx');
    expect(resolveSpecifier(context, '@site/docs/_b.mdx', importer)).toBe(join(siteDir, 'docs', '_b.mdx'));
    expect(resolveSpecifier(context, '../_b.mdx', importer)).toBe(join(siteDir, '_b.mdx'));
    expect(resolveSpecifier(context, 'package/_b.mdx', importer)).toBeUndefined();
    expect(sitePath(context, importer)).toBe('docs/a.mdx');
    expect(isInside(join(siteDir, 'docs2', 'x'), [join(siteDir, 'docs')])).toBe(false);
  });
});
