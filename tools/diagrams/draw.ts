/**
 * Draws the book's diagrams ahead, so that neither building nor reading needs a browser that draws.
 *
 * `node tools/diagrams/draw.ts` draws what changed; `--check` says what would be drawn and fails, without a browser.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPainter } from './diagram-browser.ts';
import { type Drawing, isCurrent, listDrawings, listOrphans } from './diagram-files.ts';
import { stampDrawing } from './diagram-stamp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const site = path.join(root, 'docusaurus');
const docs = path.join(site, 'docs');

const name = (file: string) => path.relative(root, file);

function check(stale: Drawing[]): number {
  const orphans = listOrphans(docs);
  for (const drawing of stale) console.error(`${name(drawing.target)} is not drawn from its source as it is now.`);
  for (const orphan of orphans) console.error(`${name(orphan)} has no source any more.`);
  if (stale.length + orphans.length > 0) {
    console.error('Run: node tools/diagrams/draw.ts (and remove drawings without a source)');
    return 1;
  }
  console.log('All diagrams are current.');
  return 0;
}

async function draw(stale: Drawing[]): Promise<number> {
  if (stale.length === 0) {
    console.log('All diagrams are current.');
    return 0;
  }
  const painter = await openPainter();
  try {
    for (const drawing of stale) {
      const { svg, nodes } = await painter.draw(drawing);
      writeFileSync(drawing.target, stampDrawing(svg, { hash: drawing.hash, nodes }));
      console.log(`drawn ${name(drawing.target)} (${nodes} nodes)`);
    }
  } finally {
    await painter.close();
  }
  return 0;
}

const drawings = listDrawings(docs, readFileSync(path.join(site, 'src', 'css', 'tokens.css'), 'utf8'));
const stale = drawings.filter((drawing) => !isCurrent(drawing));
process.exitCode = process.argv.includes('--check') ? check(stale) : await draw(stale);
