/** Draws Mermaid diagrams in a real browser: Mermaid measures its labels there. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Drawing, mermaidScript } from './diagram-files.ts';

const CHROMIUM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** What a browser made of a diagram. */
export interface DrawnDiagram {
  svg: string;
  nodes: number;
}

/** A browser with Mermaid loaded. */
export interface DiagramPainter {
  draw(drawing: Drawing): Promise<DrawnDiagram>;
  close(): Promise<void>;
}

/** Path of Chromium: `CHROMIUM_PATH`, or where systems keep it. @throws Error when there is none */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  const found = [...(named ? [named] : []), ...CHROMIUM_PLACES].find((place) => existsSync(place));
  if (!found) throw new Error('Drawing needs Chromium: install it, or name it in CHROMIUM_PATH.');
  return found;
}

/** Opens the painter; close it when done. */
export async function openPainter(): Promise<DiagramPainter> {
  const browser: Browser = await chromium.launch({ executablePath: findChromium(), args: QUIET });
  const page = await browser.newPage();
  await page.addScriptTag({ path: mermaidScript() });
  return { draw: (drawing) => drawOnPage(page, drawing), close: () => browser.close() };
}

async function drawOnPage(page: Page, drawing: Drawing): Promise<DrawnDiagram> {
  try {
    return await page.evaluate(renderInPage, { text: drawing.text, config: drawing.config });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${drawing.source} cannot be drawn: ${reason}`, { cause: error });
  }
}

interface MermaidApi {
  initialize(config: object): void;
  render(id: string, text: string): Promise<{ svg: string }>;
}

/** Runs in the page: no names from outside. */
async function renderInPage(request: { text: string; config: object }): Promise<DrawnDiagram> {
  const mermaid: MermaidApi = Reflect.get(window, 'mermaid');
  mermaid.initialize(request.config);
  const { svg } = await mermaid.render('diagram', request.text);
  const host = document.createElement('div');
  host.innerHTML = svg;
  document.body.append(host);
  const root = host.querySelector('svg');
  if (!root) throw new Error('Mermaid made no picture.');
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(/\s+/).map(Number);
  // As a picture it needs a size of its own, and no frame around the page that it was drawn in.
  root.setAttribute('width', String(Math.ceil(width)));
  root.setAttribute('height', String(Math.ceil(height)));
  root.removeAttribute('style');
  // Fourteen decimals say no more than two, and make a picture three times as large.
  for (const shape of root.querySelectorAll('[d], [points]')) {
    for (const attribute of ['d', 'points']) {
      const value = shape.getAttribute(attribute);
      if (value)
        shape.setAttribute(
          attribute,
          value.replace(/-?\d+\.\d{3,}/g, (number) => Number(number).toFixed(2)),
        );
    }
  }
  const nodes = root.querySelectorAll('.node, .actor-top, rect.actor:not(.actor-bottom), .classGroup').length;
  const drawn = new XMLSerializer().serializeToString(root);
  host.remove();
  return { svg: drawn, nodes };
}
