import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isCurrent, listDrawings, listOrphans } from './diagram-files.ts';
import { stampDrawing } from './diagram-stamp.ts';
import { readPalette } from './diagram-theme.ts';

const tokens = readFileSync(new URL('../../docusaurus/src/css/tokens.css', import.meta.url), 'utf8');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'diagrams-'));
  mkdirSync(path.join(folder, 'part', 'diagrams'), { recursive: true });
  writeFileSync(path.join(folder, 'part', 'diagrams', 'loop.mmd'), 'flowchart LR\n  a --> b\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('diagram files', () => {
  it('asks for one drawing in each colour scheme', () => {
    const targets = listDrawings(folder, tokens).map((drawing) => path.basename(drawing.target));
    expect(targets).toEqual(['loop.svg', 'loop.dark.svg']);
  });

  it('knows a current drawing, a missing one and one of an older source', () => {
    const [light] = listDrawings(folder, tokens);
    if (!light) throw new Error('no drawing');
    expect(isCurrent(light)).toBe(false);
    writeFileSync(light.target, stampDrawing('<svg/>', { hash: light.hash, nodes: 2 }));
    expect(isCurrent(light)).toBe(true);
    writeFileSync(light.source, 'flowchart LR\n  a --> c\n');
    expect(listDrawings(folder, tokens).filter(isCurrent)).toEqual([]);
  });

  it('finds drawings without a source, and leaves other pictures alone', () => {
    const gone = path.join(folder, 'part', 'diagrams', 'gone.dark.svg');
    writeFileSync(gone, stampDrawing('<svg/>', { hash: '0'.repeat(64), nodes: 1 }));
    writeFileSync(path.join(folder, 'part', 'plot.svg'), '<svg/>');
    expect(listOrphans(folder)).toEqual([gone]);
  });
});

describe('readPalette', () => {
  it('reads both schemes of the site', () => {
    expect(readPalette(tokens, 'light').paper).not.toBe(readPalette(tokens, 'dark').paper);
  });

  it('says which colour is missing', () => {
    expect(() => readPalette(':root {\n --book-paper: #ffffff;\n}', 'light')).toThrow('--book-shade');
  });
});
