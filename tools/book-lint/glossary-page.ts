/**
 * Writes `docs/appendix/glossary.mdx` from `glossary.json`; `--check` says whether it is current.
 *
 * `node --conditions=lectern-source tools/book-lint/glossary-page.ts [--check]`
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { glossaryTermSchema } from '@lectern/contracts';
import { z } from 'zod';
import { glossaryMarkdown } from './glossary-markdown.ts';

const site = fileURLToPath(new URL('../../docusaurus', import.meta.url));
const page = path.join(site, 'docs', 'appendix', 'glossary.mdx');

/** The page as it should be now. @throws ZodError when an entry is no glossary term */
export function currentGlossaryPage(siteDir: string): string {
  const terms = z
    .array(glossaryTermSchema)
    .parse(JSON.parse(readFileSync(path.join(siteDir, 'glossary.json'), 'utf8')));
  return glossaryMarkdown(terms);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = currentGlossaryPage(site);
  const current = existsSync(page) && readFileSync(page, 'utf8') === wanted;
  if (process.argv.includes('--check')) {
    console.log(current ? 'The glossary page is current.' : 'The glossary page is not what glossary.json says.');
    process.exitCode = current ? 0 : 1;
  } else {
    if (!current) writeFileSync(page, wanted);
    console.log(current ? 'The glossary page is current.' : `Written ${path.relative(process.cwd(), page)}.`);
  }
}
