/** The first line of a drawn diagram: what it was drawn from, so that a check needs no browser. */
import { createHash } from 'node:crypto';

/** Bump it when the way of drawing changes in a way that neither source nor configuration shows. */
const DRAWING_VERSION = 1;
const STAMP = /^<!-- drawn by tools\/diagrams from ([0-9a-f]{64}), nodes (\d+) -->\n/;

/** What a drawn file says about itself. */
export interface DiagramStamp {
  /** Hash of all that the drawing depends on. */
  hash: string;
  /** Boxes in the diagram. */
  nodes: number;
}

/** Hash of a diagram's source, the drawing's configuration and Mermaid's version. */
export function diagramHash(source: string, config: object, mermaidVersion: string): string {
  const parts = [DRAWING_VERSION, mermaidVersion, JSON.stringify(config), source.replaceAll('\r\n', '\n')];
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}

/** Puts the stamp before the drawing. */
export function stampDrawing(svg: string, stamp: DiagramStamp): string {
  return `<!-- drawn by tools/diagrams from ${stamp.hash}, nodes ${stamp.nodes} -->\n${svg}\n`;
}

/** Reads the stamp of a drawn file; undefined for what was not drawn here. */
export function readStamp(svg: string): DiagramStamp | undefined {
  const found = STAMP.exec(svg);
  return found?.[1] ? { hash: found[1], nodes: Number(found[2]) } : undefined;
}
