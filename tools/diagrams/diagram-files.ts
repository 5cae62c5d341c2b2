/** Where diagrams stand: `x.mmd` and, beside it, `x.svg` and `x.dark.svg`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { diagramHash, readStamp } from './diagram-stamp.ts';
import { mermaidConfig, readPalette, SCHEMES, type Scheme } from './diagram-theme.ts';

/** One drawing to be: a source in one colour scheme. */
export interface Drawing {
  /** Path of the `.mmd` file. */
  source: string;
  /** Path of the drawn `.svg` file. */
  target: string;
  scheme: Scheme;
  text: string;
  config: Record<string, unknown>;
  hash: string;
}

const MERMAID = createRequire(import.meta.url).resolve('mermaid/package.json');

/** The installed Mermaid's version. */
export function mermaidVersion(): string {
  const found: unknown = JSON.parse(readFileSync(MERMAID, 'utf8'));
  if (typeof found === 'object' && found !== null && 'version' in found) return String(found.version);
  throw new Error('mermaid is not installed: run npm install.');
}

/** Path of the file that a page loads to draw. */
export function mermaidScript(): string {
  return path.join(path.dirname(MERMAID), 'dist', 'mermaid.min.js');
}

/** All drawings that the diagrams below a folder need. */
export function listDrawings(folder: string, tokensCss: string): Drawing[] {
  const version = mermaidVersion();
  return listFiles(folder, '.mmd').flatMap((source) => {
    const text = readFileSync(source, 'utf8');
    return SCHEMES.map((scheme) => {
      const config = mermaidConfig(readPalette(tokensCss, scheme));
      const target = source.replace(/\.mmd$/, scheme === 'light' ? '.svg' : '.dark.svg');
      return { source, target, scheme, text, config, hash: diagramHash(text, config, version) };
    });
  });
}

/** true when the drawn file is there and was drawn from what its source is now. */
export function isCurrent(drawing: Drawing): boolean {
  return existsSync(drawing.target) && readStamp(readFileSync(drawing.target, 'utf8'))?.hash === drawing.hash;
}

/** Drawn files whose source is gone. */
export function listOrphans(folder: string): string[] {
  return listFiles(folder, '.svg').filter((file) => {
    const source = file.replace(/(?:\.dark)?\.svg$/, '.mmd');
    return readStamp(readFileSync(file, 'utf8')) !== undefined && !existsSync(source);
  });
}

function listFiles(folder: string, extension: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .map((file) => path.join(folder, file))
    .sort();
}
