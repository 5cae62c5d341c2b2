/** Links between the Markdown documents of the repository: each must lead to a file that is there, and to a heading in it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import GithubSlugger from 'github-slugger';

/** `[text](target)` and `[text](target "title")`; images too. */
const LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const FENCE = /^ {0,3}(```|~~~)[\s\S]*?^ {0,3}\1\s*$/gm;
const CODE = /(`+)[\s\S]*?\1/g;
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;
const HEADING = /^#{1,6}\s+(.+?)\s*#*\s*$/gm;
/** Marks that GitHub's anchors don't have: emphasis, code, and links, of which the text stays. */
const plainHeading = (heading: string): string => heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');

/** Anchors of a document's headings, as GitHub makes them. */
export function headingAnchors(markdown: string): Set<string> {
  const slugger = new GithubSlugger();
  return new Set(
    Array.from(withoutFences(markdown).matchAll(HEADING), ([, text = '']) => slugger.slug(plainHeading(text))),
  );
}

/**
 * Lists links of a document that lead nowhere. Addresses of other hosts are not asked.
 * @param path of the document, below the root
 */
export function brokenLinks(root: string, path: string): string[] {
  const markdown = readFileSync(join(root, path), 'utf8');
  const text = withoutFences(markdown).replace(CODE, (code) => code.replaceAll(']', ' '));
  const findings: string[] = [];
  for (const [, target = ''] of text.matchAll(LINK)) {
    if (ELSEWHERE.test(target)) continue;
    const [file = '', anchor] = decodeURI(target).split('#', 2);
    const place = file === '' ? join(root, path) : join(root, dirname(path), file);
    if (!existsSync(place)) findings.push(`${path}: there is no ${relative(root, place)}`);
    else if (anchor !== undefined && !hasAnchor(place, anchor))
      findings.push(`${path}: ${relative(root, place)} has no heading #${anchor}`);
  }
  return findings;
}

function hasAnchor(place: string, anchor: string): boolean {
  // Lines of source files (#L10) and folders are not looked into.
  if (!place.endsWith('.md') || statSync(place).isDirectory()) return true;
  return headingAnchors(readFileSync(place, 'utf8')).has(anchor);
}

const withoutFences = (markdown: string): string => markdown.replace(FENCE, '');
