/** Copies KaTeX's stylesheet and fonts from the installed package, so that they are served from the site's own origin. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
// Every browser that can run the site reads WOFF2; the other formats would only be dead weight.
const OTHER_FORMATS = /,\s*url\([^)]+\.(?:woff|ttf)\)\s*format\("[^"]+"\)/g;

/**
 * Writes `katex.min.css` and its WOFF2 fonts below `<siteDir>/static/katex`.
 *
 * The stylesheet is linked, never bundled: a bundler turns the small fonts into data URIs and adds 90 kB to every page.
 */
export function copyKatexAssets(siteDir: string): void {
  const source = path.dirname(require.resolve('katex/dist/katex.min.css'));
  const target = path.join(siteDir, 'static', 'katex');
  mkdirSync(path.join(target, 'fonts'), { recursive: true });
  const stylesheet = readFileSync(path.join(source, 'katex.min.css'), 'utf8');
  writeFileSync(path.join(target, 'katex.min.css'), stylesheet.replaceAll(OTHER_FORMATS, ''));
  const fonts = readdirSync(path.join(source, 'fonts')).filter((name) => name.endsWith('.woff2'));
  for (const name of fonts) cpSync(path.join(source, 'fonts', name), path.join(target, 'fonts', name));
}
