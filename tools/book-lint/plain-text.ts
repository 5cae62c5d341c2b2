/** Prose as words and sentences. Pure. */
import type { Node } from 'unist';

// Code and formulas are one word each: their dots end no sentence.
const STAND_IN = 'x';

function isParent(node: Node): node is Node & { children: Node[] } {
  return 'children' in node && Array.isArray(node.children);
}

function literalOf(node: Node): string {
  return 'value' in node && typeof node.value === 'string' ? node.value : '';
}

/** The text of a node as a reader sees it, with a stand-in word for each piece of code and each formula. */
export function plainText(node: Node): string {
  switch (node.type) {
    case 'text':
      return literalOf(node);
    case 'inlineCode':
    case 'inlineMath':
      return STAND_IN;
    case 'break':
      return ' ';
    case 'textDirective':
      return `:${'name' in node ? String(node.name) : ''}${isParent(node) ? childrenText(node) : ''}`;
    default:
      return isParent(node) ? childrenText(node) : '';
  }
}

function childrenText(node: Node & { children: Node[] }): string {
  return node.children.map(plainText).join('');
}

const BLOCKS = new Set(['paragraph', 'heading', 'tableCell']);
const NO_PROSE = new Set(['code', 'math', 'yaml', 'mdxjsEsm', 'mdxFlowExpression']);

/** A block of prose with its text. */
export interface ProseBlock {
  node: Node;
  text: string;
}

/** All blocks of prose below some nodes, in order: paragraphs (of lists, quotes and components too), headings, cells. */
export function listProse(nodes: readonly Node[]): ProseBlock[] {
  return nodes.flatMap((node) => {
    if (NO_PROSE.has(node.type)) return [];
    if (BLOCKS.has(node.type)) return [{ node, text: plainText(node).trim() }];
    return isParent(node) ? listProse(node.children) : [];
  });
}

/** Number of words: runs of characters with a letter or a digit. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
// Abbreviations that the segmenter takes for the end of a sentence.
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|cf|vs|Fig|Eq|No|approx|et al)\.)\s*$/;

/** Cuts a paragraph into sentences. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const previous = sentences.at(-1);
    if (previous !== undefined && ABBREVIATION.test(previous)) sentences[sentences.length - 1] = previous + segment;
    else sentences.push(segment);
  }
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}
