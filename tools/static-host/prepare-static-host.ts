/**
 * Makes a built site ready for a host that sends no headers of ours: each page gets the content security policy as an
 * element, and the compressed copies go, which such a host doesn't send and which would lack it.
 * Usage: `node tools/static-host/prepare-static-host.ts <built site>`.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addPolicy, policyForPages } from './content-policy-meta.ts';

function prepare(site: string): { readonly pages: number; readonly removed: number } {
  const policy = policyForPages(readFileSync(join(site, 'lectern', 'csp.nginx.conf'), 'utf8'));
  let pages = 0;
  let removed = 0;
  for (const name of readdirSync(site, { recursive: true, encoding: 'utf8' })) {
    const path = join(site, name);
    if (/\.(br|gz)$/.test(name)) {
      rmSync(path);
      removed += 1;
    } else if (name.endsWith('.html')) {
      writeFileSync(path, addPolicy(readFileSync(path, 'utf8'), policy));
      pages += 1;
    }
  }
  return { pages, removed };
}

const [site] = process.argv.slice(2);
if (site === undefined) {
  console.error('Name the built site, e.g. docusaurus/build.');
  process.exitCode = 1;
} else {
  try {
    const { pages, removed } = prepare(site);
    console.log(`${pages} pages have their policy; ${removed} compressed copies removed.`);
  } catch (error) {
    console.error(`${site}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
