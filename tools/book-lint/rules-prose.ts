/** Rules about sentences and words. */
import { visit } from 'unist-util-visit';
import { listSections } from './chapter-outline.ts';
import type { ChapterSource } from './chapter-source.ts';
import type { BookContext, FindingSink } from './finding.ts';
import { countWords, listProse, plainText, splitSentences } from './plain-text.ts';

const AVERAGE_WORDS = 25;
const LONGEST_SENTENCE = 45;
// A sentence of the text, not a label or a table's cell.
const LEAST_SENTENCE = 4;

const DANGLING =
  /\b(?:as (?:we saw|mentioned|described|shown|explained|noted|discussed)|as above|see (?:above|below)|(?:mentioned|described|shown|seen) (?:above|earlier|before)|(?:the )?(?:previous|preceding|next|following|last) (?:section|paragraph))\b/i;
const POINTING_START =
  /^(?:This|That|These|Those|It|They|He|She|Here|There|Such)\b(?! (?:book|chapter|course|is no|are no|are \w+ (?:kinds|ways|things|reasons)))/;
const IDLE = /\b(?:simply|obviously|basically|needless to say)\b/i;

/** `prose/sentence-length`: at most 25 words on average. */
export function checkSentenceLength(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  let sentences = 0;
  let words = 0;
  for (const { node, text } of listProse(chapter.tree.children)) {
    if (node.type !== 'paragraph') continue;
    for (const sentence of splitSentences(text)) {
      const length = countWords(sentence);
      if (length < LEAST_SENTENCE) continue;
      sentences += 1;
      words += length;
      if (length > LONGEST_SENTENCE) {
        sink.warning('prose/long-sentence', node, `A sentence of ${length} words: “${sentence.slice(0, 60)}…”`);
      }
    }
  }
  const average = sentences === 0 ? 0 : words / sentences;
  if (average > AVERAGE_WORDS) {
    sink.error(
      'prose/sentence-length',
      0,
      `${average.toFixed(1)} words a sentence on average, at most ${AVERAGE_WORDS}.`,
    );
  }
}

/** `prose/dangling`: a section is quoted without its neighbours, so it may not point at them. */
export function checkDangling(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  for (const { heading, nodes } of listSections(chapter)) {
    const blocks = listProse(nodes);
    for (const { node, text } of blocks) {
      const found = DANGLING.exec(text)?.[0];
      if (found) sink.warning('prose/dangling', node, `“${found}” points out of what will be quoted.`);
    }
    const opening = blocks[0];
    if (heading && opening?.node.type === 'paragraph' && POINTING_START.test(opening.text)) {
      sink.warning('prose/dangling', opening.node, `“${heading.text}” begins without naming its subject.`);
    }
  }
}

/** `prose/words`: no exclamation marks, no words that tell the reader it is easy. */
export function checkWords(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  for (const { node, text } of listProse(chapter.tree.children)) {
    if (/\w!(?:\s|$)/.test(text)) sink.error('prose/words', node, 'No exclamation marks.');
    const idle = IDLE.exec(text)?.[0];
    if (idle) sink.warning('prose/words', node, `“${idle}” tells the reader nothing.`);
  }
}

/** `table/header`: every column has a name, for those who hear the table. */
export function checkTables(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  visit(chapter.tree, 'table', (table) => {
    for (const cell of table.children[0]?.children ?? []) {
      if (plainText(cell).trim() === '') sink.warning('table/header', cell, 'A column without a name.');
    }
  });
}
