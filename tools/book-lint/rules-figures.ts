/** Rules about pictures: both schemes, an alternative text, diagrams that are drawn and not too large. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readStamp } from '../diagrams/diagram-stamp.ts';
import type { ChapterSource } from './chapter-source.ts';
import { type BookContext, type FindingSink, pageKind } from './finding.ts';
import { attributeOf, type JsxElement, listComponents } from './rules-components.ts';

const ALT = { least: 20, most: 250 };
const FIGURES = { least: 2, most: 6 };
const MOST_NODES = 15;
const WIDEST_DIAGRAM_PX = 860;
const EMPTY_ALT = /^(?:figure|diagram|image|picture|plot|graph|screenshot)\b(?: of)?\.?$/i;

/** `figure/*` and `diagram/*`. */
export function checkFigures(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  const figures = listComponents(chapter, 'Figure');
  const diagrams = listComponents(chapter, 'Diagram');
  for (const figure of figures) {
    checkAlt(figure, sink);
    checkFile(figure, chapter, '.svg', sink);
  }
  for (const diagram of diagrams) {
    checkAlt(diagram, sink);
    checkFile(diagram, chapter, '.mmd', sink);
    checkDrawing(diagram, chapter, sink);
  }
  const count = figures.length + diagrams.length;
  if (pageKind(chapter) === 'chapter' && (count < FIGURES.least || count > FIGURES.most)) {
    sink.warning('figure/count', 0, `${count} figures; ${FIGURES.least}–${FIGURES.most} are wanted.`);
  }
}

function checkAlt(node: JsxElement, sink: FindingSink): void {
  const alt = attributeOf(node, 'alt') ?? '';
  if (alt.length < ALT.least || alt.length > ALT.most || EMPTY_ALT.test(alt)) {
    sink.error(
      'figure/alt',
      node,
      `alt has ${alt.length} characters; ${ALT.least}–${ALT.most} that say what is to be learned.`,
    );
  }
}

function sourceOf(node: JsxElement, chapter: ChapterSource): string {
  return path.resolve(path.dirname(chapter.file), attributeOf(node, 'src') ?? '');
}

function checkFile(node: JsxElement, chapter: ChapterSource, extension: string, sink: FindingSink): void {
  const source = attributeOf(node, 'src') ?? '';
  if (!source.startsWith('./') || !source.endsWith(extension)) {
    sink.error('figure/file', node, `src is ./…${extension}.`);
    return;
  }
  const light = sourceOf(node, chapter).replace(/\.mmd$/, '.svg');
  for (const file of [sourceOf(node, chapter), light, light.replace(/\.svg$/, '.dark.svg')]) {
    if (!existsSync(file)) sink.error('figure/file', node, `${path.basename(file)} is not there.`);
  }
}

function checkDrawing(node: JsxElement, chapter: ChapterSource, sink: FindingSink): void {
  const file = sourceOf(node, chapter).replace(/\.mmd$/, '.svg');
  if (!existsSync(file)) return;
  const svg = readFileSync(file, 'utf8');
  const nodes = readStamp(svg)?.nodes ?? 0;
  const width = Number(/<svg[^>]*\swidth="(\d+)"/.exec(svg)?.[1] ?? 0);
  if (nodes > MOST_NODES) sink.error('diagram/nodes', node, `${nodes} nodes, at most ${MOST_NODES}.`);
  if (width > WIDEST_DIAGRAM_PX) {
    sink.warning(
      'diagram/width',
      node,
      `Drawn ${width} px wide, at most ${WIDEST_DIAGRAM_PX}: its text becomes too small.`,
    );
  }
}
