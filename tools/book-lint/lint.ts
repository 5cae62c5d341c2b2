/**
 * The book's quality gate, as far as a program can judge it: `docusaurus/STYLE_GUIDE.md` names the rules.
 *
 * `node --conditions=lectern-source tools/book-lint/lint.ts [--strict] [--errors] [part of a path]`
 * `--strict`: warnings fail too. `--errors`: only errors are listed.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintBook } from './lint-book.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const flags = new Set(process.argv.slice(2).filter((entry) => entry.startsWith('--')));
const part = process.argv.slice(2).find((entry) => !entry.startsWith('--')) ?? '';

const result = lintBook(root, path.join(root, 'docusaurus'));
const findings = result.findings.filter((finding) => finding.file.includes(part));
const errors = findings.filter((finding) => finding.severity === 'error');
for (const { file, line, severity, rule, message } of flags.has('--errors') ? errors : findings) {
  console.log(`docusaurus/${file}:${line} ${severity} ${rule} ${message}`);
}
const warnings = findings.length - errors.length;
console.log(`${result.chapters} pages: ${errors.length} errors, ${warnings} warnings`);
process.exitCode = errors.length > 0 || (flags.has('--strict') && warnings > 0) ? 1 : 0;
