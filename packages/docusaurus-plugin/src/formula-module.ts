/** The site's own KaTeX for the formulas in answers: a module of the bundle, empty where the site has none. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Name of the module among the plugin's generated files. */
export const FORMULA_MODULE = 'formulas.js';

/**
 * Text of the module: its default is the library as the site has it installed (of the book's formulas, so that both look
 * alike), else null. KaTeX is no dependency of ours: a book without formulas shall not install it.
 */
export function formulaModule(siteDir: string): string {
  const path = findKatex(siteDir);
  if (path === undefined) return 'export default null;\n';
  return `export { default } from ${JSON.stringify(path)};\n`;
}

function findKatex(siteDir: string): string | undefined {
  try {
    const main = createRequire(join(siteDir, 'package.json')).resolve('katex');
    const module = join(dirname(main), 'katex.mjs');
    return existsSync(module) ? module : main;
  } catch {
    return undefined;
  }
}
