/** The glossary page, written from `glossary.json`. Pure. */
import type { GlossaryTerm } from '@lectern/contracts';
import GithubSlugger from 'github-slugger';

const FRONT_MATTER = `---
id: glossary
title: Glossary
sidebar_position: 90
description: Every term of this book in one to three sentences, with its other names, its Urdu and the chapter that uses it first.
module: appendix
objectives: []
prerequisites: []
hardware: [laptop]
tags: [glossary]
ros_distro: []
tested: []
toc_max_heading_level: 2
questions:
  - What does quality of service mean in ROS 2?
  - What is a coordinate frame?
  - What is the difference between latency and period?
references: []
---

{/* Made by tools/book-lint/glossary-page.ts from glossary.json: change that file. */}

Every entry begins with a sentence that stands alone. Terms that stay in Latin letters in translations are the ones you will meet in code.
`;

/** Escapes what Markdown or MDX would read as markup. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}<>[\]|]/g, '\\$&');
}

function letterOf(term: string): string {
  const first = term.normalize('NFD').charAt(0).toUpperCase();
  return /[A-Z]/.test(first) ? first : '0–9';
}

/** The other names, the Urdu and the first use stand in a component: as text they would be quoted for an answer, and say nothing. */
function entry(term: GlossaryTerm): string {
  const anchor = new GithubSlugger().slug(term.term);
  const heading = `### ${escapeMarkdown(term.term)} {/* #${anchor} */}`;
  return [heading, '', escapeMarkdown(term.definition), '', `<TermFacts name=${JSON.stringify(term.term)} />`].join(
    '\n',
  );
}

/** The page's source: terms in alphabetical order under their letters. */
export function glossaryMarkdown(terms: readonly GlossaryTerm[]): string {
  const order = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
  const sorted = [...terms].sort((a, b) => order.compare(a.term, b.term));
  const letters = new Map<string, GlossaryTerm[]>();
  for (const term of sorted) {
    const letter = letterOf(term.term);
    letters.set(letter, [...(letters.get(letter) ?? []), term]);
  }
  const parts = [...letters].map(([letter, group]) => {
    const heading = `## ${letter} {/* #letter-${letter === '0–9' ? 'number' : letter.toLowerCase()} */}`;
    return [heading, ...group.map(entry)].join('\n\n');
  });
  return `${[FRONT_MATTER.trimEnd(), ...parts].join('\n\n')}\n`;
}
