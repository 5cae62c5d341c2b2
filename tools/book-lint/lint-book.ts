/** Runs all rules over a book. */
import path from 'node:path';
import { type ChapterSource, listChapters, readChapter } from './chapter-source.ts';
import { type BookContext, type ChapterRule, createSink, type Finding, normalizeTerm } from './finding.ts';
import { checkGlossaryPage, checkLandingQuote, readGlossaryTerms } from './rules-book.ts';
import { checkCode } from './rules-code.ts';
import { checkCitations, checkComponents, checkExercises, checkTerms } from './rules-components.ts';
import { checkFigures } from './rules-figures.ts';
import { checkFrontMatter } from './rules-front-matter.ts';
import { checkAnatomy, checkHeadings, checkSectionLength } from './rules-headings.ts';
import { checkLinks } from './rules-links.ts';
import { checkDangling, checkSentenceLength, checkTables, checkWords } from './rules-prose.ts';
import { checkQuiz } from './rules-quiz.ts';

const CHAPTER_RULES: readonly ChapterRule[] = [
  checkFrontMatter,
  checkHeadings,
  checkAnatomy,
  checkSectionLength,
  checkSentenceLength,
  checkDangling,
  checkWords,
  checkTables,
  checkCode,
  checkComponents,
  checkExercises,
  checkTerms,
  checkCitations,
  checkFigures,
  checkLinks,
  checkQuiz,
];
// Made from data, and checked there.
const GENERATED = new Set(['appendix/glossary.mdx']);

/** What a run found. */
export interface LintResult {
  chapters: number;
  findings: Finding[];
}

/** Applies the chapter rules to one chapter. */
export function lintChapter(chapter: ChapterSource, book: BookContext): Finding[] {
  const sink = createSink(`docs/${chapter.relative}`);
  for (const rule of CHAPTER_RULES) rule(chapter, book, sink);
  return sink.findings.toSorted((a, b) => a.line - b.line);
}

/** Reads a site's book and applies all rules. @param root the repository, which titles of code blocks are relative to */
export function lintBook(root: string, siteDir: string): LintResult {
  const docs = path.join(siteDir, 'docs');
  const findings: Finding[] = [];
  const chapters = new Map<string, ChapterSource>();
  for (const relative of listChapters(docs)) {
    try {
      chapters.set(relative, readChapter(docs, relative));
    } catch (fault) {
      findings.push(parseFinding(relative, fault));
    }
  }
  const glossary = readGlossaryTerms(siteDir);
  const terms = new Set(glossary.terms.flatMap((entry) => [entry.term, ...entry.aliases].map(normalizeTerm)));
  const book: BookContext = { root, docs, chapters, terms };
  findings.push(...glossary.findings, ...checkGlossaryPage(siteDir), ...checkLandingQuote(siteDir, chapters));
  for (const [relative, chapter] of chapters) {
    if (!GENERATED.has(relative)) findings.push(...lintChapter(chapter, book));
  }
  return { chapters: chapters.size, findings };
}

function parseFinding(relative: string, fault: unknown): Finding {
  const line = typeof fault === 'object' && fault !== null && 'line' in fault ? Number(fault.line) : 0;
  const message = fault instanceof Error ? fault.message : String(fault);
  return { rule: 'chapter/parse', severity: 'error', file: `docs/${relative}`, line, message };
}
