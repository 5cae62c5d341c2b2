/** Rules about headings, the order of a chapter and the length of its sections. */
import { listHeadings, listSections, type OutlineSection } from './chapter-outline.ts';
import type { ChapterSource } from './chapter-source.ts';
import { type BookContext, type FindingSink, pageKind } from './finding.ts';
import { countWords, listProse } from './plain-text.ts';

/** The sections that close every chapter, in order. */
export const CLOSING_SECTIONS = [
  'worked-example',
  'run-it',
  'real-stack',
  'mistakes',
  'exercises',
  'quiz',
  'summary',
  'references',
] as const;

const HOOK_WORDS = 120;
const SECTION_WORDS = { least: 150, most: 450 };
const SUMMARY_BULLETS = 5;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** `heading/*`: no h1; every h2 and h3 has an explicit, unique, kebab-case id. */
export function checkHeadings(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  const seen = new Set<string>();
  for (const { node, depth, id, text } of listHeadings(chapter)) {
    if (depth === 1) sink.error('heading/h1', node, 'The title comes from the front matter: write no h1.');
    if (depth !== 2 && depth !== 3) continue;
    if (!id) sink.error('heading/id', node, `“${text}” needs its id: {/* #kebab-case-id */}.`);
    else if (!KEBAB.test(id)) sink.error('heading/id', node, `#${id} is not kebab-case.`);
    else if (seen.has(id)) sink.error('heading/id', node, `#${id} is there twice.`);
    if (id) seen.add(id);
  }
}

/** `anatomy/order`, `anatomy/hook`, `anatomy/summary`: the parts of a chapter in their order. */
export function checkAnatomy(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  if (pageKind(chapter) !== 'chapter') return;
  const sections = listSections(chapter);
  checkHook(sections[0], sink);
  const ids = sections.map((section) => section.heading?.id);
  let last = -1;
  for (const id of CLOSING_SECTIONS) {
    const index = ids.indexOf(id);
    if (index === -1) sink.error('anatomy/order', 0, `The section #${id} is missing.`);
    else if (index < last) sink.error('anatomy/order', sections[index]?.heading?.node ?? 0, `#${id} stands too early.`);
    else last = index;
  }
  checkSummary(
    sections.find((section) => section.heading?.id === 'summary'),
    sink,
  );
}

function checkHook(opening: OutlineSection | undefined, sink: FindingSink): void {
  const blocks = listProse(opening?.nodes ?? []);
  const words = countWords(blocks.map((block) => block.text).join(' '));
  const [first] = blocks;
  if (!first) sink.error('anatomy/hook', 0, 'A chapter opens with a concrete failure, before its first heading.');
  else if (words > HOOK_WORDS)
    sink.warning('anatomy/hook', first.node, `The hook has ${words} words, at most ${HOOK_WORDS}.`);
}

function checkSummary(section: OutlineSection | undefined, sink: FindingSink): void {
  const list = section?.nodes.find((node) => node.type === 'list');
  if (!section) return;
  const bullets = list?.type === 'list' ? list.children.length : 0;
  if (bullets === SUMMARY_BULLETS) return;
  sink.error(
    'anatomy/summary',
    section.heading?.node ?? 0,
    `The summary has ${bullets} bullets, not ${SUMMARY_BULLETS}.`,
  );
}

/** `section/length`: 150–450 words, so that a quoted section makes sense and is about one thing. */
export function checkSectionLength(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  if (pageKind(chapter) !== 'chapter') return;
  const closing: readonly string[] = CLOSING_SECTIONS.slice(1);
  for (const { heading, nodes } of listSections(chapter)) {
    if (!heading || (heading.id && closing.includes(heading.id))) continue;
    const words = countWords(
      listProse(nodes)
        .map((block) => block.text)
        .join(' '),
    );
    if (words >= SECTION_WORDS.least && words <= SECTION_WORDS.most) continue;
    sink.warning(
      'section/length',
      heading.node,
      `“${heading.text}” has ${words} words; ${SECTION_WORDS.least}–${SECTION_WORDS.most} are wanted.`,
    );
  }
}
