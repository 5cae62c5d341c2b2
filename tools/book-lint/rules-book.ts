/** Rules about the book as a whole: its glossary, its first page. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type GlossaryTerm, glossaryTermSchema, type MemoryEntry, memoryEntrySchema } from '@lectern/contracts';
import { z } from 'zod';
import example from '../../docusaurus/src/data/landing-example.json' with { type: 'json' };
import { listSections } from './chapter-outline.ts';
import type { ChapterSource } from './chapter-source.ts';
import { createSink, type Finding, normalizeTerm } from './finding.ts';
import { currentGlossaryPage } from './glossary-page.ts';
import { listProse } from './plain-text.ts';

const GLOSSARY = 'glossary.json';
const GLOSSARY_PAGE = 'docs/appendix/glossary.mdx';

/** The glossary's terms with what is wrong with them. */
export function readGlossaryTerms(siteDir: string): { terms: GlossaryTerm[]; findings: Finding[] } {
  const sink = createSink(GLOSSARY);
  const read = z.array(glossaryTermSchema).safeParse(JSON.parse(readFileSync(path.join(siteDir, GLOSSARY), 'utf8')));
  if (!read.success) {
    for (const issue of read.error.issues) sink.error('glossary/shape', 0, `${issue.path.join('.')}: ${issue.message}`);
    return { terms: [], findings: sink.findings };
  }
  return { terms: read.data, findings: [...sink.findings, ...glossaryFindings(read.data)] };
}

/** `glossary/*`: no name stands for two terms. */
export function glossaryFindings(terms: readonly GlossaryTerm[]): Finding[] {
  const sink = createSink(GLOSSARY);
  const owners = new Map<string, string>();
  for (const { term, aliases } of terms) {
    for (const name of new Set([term, ...aliases].map(normalizeTerm))) {
      const owner = owners.get(name);
      if (owner !== undefined) sink.error('glossary/ambiguous', 0, `“${name}” stands for ${owner} and for ${term}.`);
      owners.set(name, term);
    }
  }
  return sink.findings;
}

/** `glossary/page`: the page says what the data says. */
export function checkGlossaryPage(siteDir: string): Finding[] {
  const sink = createSink(GLOSSARY_PAGE);
  const page = readFileSync(path.join(siteDir, GLOSSARY_PAGE), 'utf8').replaceAll('\r\n', '\n');
  if (page !== currentGlossaryPage(siteDir)) {
    sink.error('glossary/page', 0, 'Run: node --conditions=lectern-source tools/book-lint/glossary-page.ts');
  }
  return sink.findings;
}

/** `landing/quote`: the first page quotes the book word for word, in each of its languages. */
export function checkLandingQuote(siteDir: string, chapters: ReadonlyMap<string, ChapterSource>): Finding[] {
  const sink = createSink('src/data/landing-example.json');
  const { chapterId, sectionId, texts } = example;
  const { en, ...translations } = texts;
  const chapter = [...chapters.values()].find((entry) => entry.frontMatter['id'] === chapterId);
  const section = chapter && listSections(chapter).find((entry) => entry.heading?.id === sectionId);
  if (section?.heading?.text.replace(/\s+/g, ' ').trim() !== en.heading) {
    sink.error('landing/quote', 0, `${chapterId} has no section #${sectionId} “${en.heading}”.`);
  } else if (!listProse(section.nodes).some((block) => block.text.includes(en.quote))) {
    sink.error('landing/quote', 0, `#${sectionId} of ${chapterId} does not say the quoted sentence.`);
  }
  for (const [language, { heading, quote }] of Object.entries(translations)) {
    const memory = readMemory(siteDir, language);
    const said = (source: string, target: string): boolean =>
      memory.some((entry) => entry.source.includes(source) && entry.target.includes(target));
    if (!said(en.heading, heading) || !said(en.quote, quote)) {
      sink.error(
        'landing/quote',
        0,
        `The memory of ${language} does not translate the quoted sentence, or its heading, so.`,
      );
    }
  }
  return sink.findings;
}

function readMemory(siteDir: string, language: string): MemoryEntry[] {
  const lines = readFileSync(path.join(siteDir, 'i18n', 'memory', `${language}.jsonl`), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => memoryEntrySchema.parse(JSON.parse(line)));
}
