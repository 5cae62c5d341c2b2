/** Hashes of the inline scripts of built pages, for a content security policy without `unsafe-inline`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = /<script\b(?<attributes>[^>]*)>(?<code>[\s\S]*?)<\/script\s*>/gi;
/** Types that a browser runs; everything else (`application/ld+json`, templates) is data. */
const EXECUTABLE = /^(?:module|importmap|speculationrules|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i;

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+)))?(?=\\s|/|$)`, 'i').exec(
    attributes,
  );
  return match === null ? undefined : (match[1] ?? match[2] ?? match[3] ?? '');
}

/** Lists the code of a page's inline scripts that a browser would run. */
export function findInlineScripts(html: string): string[] {
  return [...html.matchAll(SCRIPT)].flatMap((match) => {
    const { attributes = '', code = '' } = match.groups ?? {};
    if (attribute(attributes, 'src') !== undefined || code.trim() === '') return [];
    const type = attribute(attributes, 'type')?.trim() ?? '';
    return type === '' || EXECUTABLE.test(type) ? [code] : [];
  });
}

/** Hash of an inline script as a policy names it, without quotes: `sha256-…`. Browsers hash after making line ends `\n`. */
export function hashScript(code: string): string {
  const text = code.replace(/\r\n?/g, '\n');
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

/** Collects the hashes of all `.html` files below a folder, sorted. */
export function collectScriptHashes(folder: string): string[] {
  const hashes = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.html')) continue;
    const html = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const code of findInlineScripts(html)) hashes.add(hashScript(code));
  }
  return [...hashes].sort();
}
