/** A chapter as Markdown, from the manifest: what a program reads instead of the page. Pure. */
import type { Chapter, CodeBlock, Section, Segment } from '@lectern/contracts';
import { isFormula } from '../content/index.ts';

/** Deepest heading that Markdown has. */
const MAX_DEPTH = 6;

/** What is not seen where it stands, or would give a quiz's answers away. */
const LEFT_OUT: ReadonlySet<Segment['kind']> = new Set(['heading', 'frontMatter', 'linkTitle', 'quiz']);

/** Writes a chapter: title, description, sections. */
export const chapterText = ({ title, description, sections }: Chapter): string => {
  const [first, ...rest] = sections;
  const head = [`# ${title}`, ...(description === undefined ? [] : [`> ${description}`])];
  const intro = first?.id === '' ? bodyOf(first) : first ? [sectionText(first)] : [];
  return [...head, ...intro, ...rest.map(sectionText)].join('\n\n');
};

/** Writes one section under its heading. */
export const sectionText = (section: Section): string => {
  const { headingPath } = section;
  const mark = '#'.repeat(Math.min(MAX_DEPTH, Math.max(1, headingPath.length)));
  return [`${mark} ${headingPath.at(-1) ?? ''}`, ...bodyOf(section)].join('\n\n');
};

const bodyOf = ({ segments, code }: Section): string[] => {
  const blocks: string[] = [];
  const addCode = (afterSegmentId: string): void => {
    for (const block of code) if (block.afterSegmentId === afterSegmentId) blocks.push(fenced(block));
  };
  addCode('');
  const open: Segment[] = [];
  const endTable = (): void => {
    if (open.length > 0) blocks.push(tableText(open.splice(0)));
  };
  for (const segment of segments) {
    const table = tableOf(segment);
    if (table === undefined || table !== tableOf(open[0])) endTable();
    if (table !== undefined) open.push(segment);
    else if (!LEFT_OUT.has(segment.kind) && segment.plain.trim() !== '') blocks.push(blockText(segment));
    if (code.some(({ afterSegmentId }) => afterSegmentId === segment.id)) endTable();
    addCode(segment.id);
  }
  endTable();
  return joinLists(blocks);
};

/** Items of one list stand close together. */
const joinLists = (blocks: readonly string[]): string[] => {
  const joined: string[] = [];
  for (const block of blocks) {
    const above = joined.at(-1);
    if (above?.startsWith('- ') && block.startsWith('- ')) joined[joined.length - 1] = `${above}\n${block}`;
    else joined.push(block);
  }
  return joined;
};

const blockText = (segment: Segment): string => {
  const { kind, plain } = segment;
  if (isFormula(segment)) return `$$\n${plain}\n$$`;
  if (kind === 'listItem') return `- ${plain}`;
  if (kind === 'admonitionTitle') return `**${plain}**`;
  if (kind === 'imageAlt') return `[Figure: ${plain}]`;
  return plain;
};

const fenced = ({ lang, file, text }: CodeBlock): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${lang}${file === undefined ? '' : ` title="${file}"`}\n${text}\n${fence}`;
};

const CELL = /^(\S+)\.(\d+)\.(\d+)$/;

const tableOf = (segment: Segment | undefined): string | undefined => CELL.exec(segment?.cell ?? '')?.[1];

const tableText = (cells: readonly Segment[]): string => {
  const rows = new Map<number, string[]>();
  for (const { cell = '', plain } of cells) {
    const [, , row = '', column = ''] = CELL.exec(cell) ?? [];
    const line = rows.get(Number(row)) ?? [];
    line[Number(column) - 1] = plain.replaceAll('|', '\\|');
    rows.set(Number(row), line);
  }
  const columns = Math.max(...[...rows.values()].map((line) => line.length));
  const lines = [...rows.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, line]) => `| ${Array.from({ length: columns }, (_empty, column) => line[column] ?? '').join(' | ')} |`);
  const [header = '', ...body] = lines;
  return [header, `|${' --- |'.repeat(columns)}`, ...body].join('\n');
};
