/**
 * Repository rules that no linter knows: names that can be found, files short enough to hold in mind,
 * docstrings on what is exported. Usage: `node tools/structure/check-structure.ts`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { documentedExports } from './documented-exports.ts';
import { looseSpreadLines } from './loose-spread.ts';

/** Longest source file, lines; tests may be longer. */
const MAX_SOURCE_LINES = 350;
const MAX_TEST_LINES = 700;
/** Least share of exported symbols with a docstring. */
const MIN_DOCUMENTED = 0.9;
/** Largest share of files whose name occurs twice. */
const MAX_REPEATED_NAMES = 0.1;
const VAGUE = /(^|\/)(utils?|helpers?|types|common|misc|schema)\.(ts|tsx|mjs)$/;
/** Names that a tool prescribes. */
const PRESCRIBED = new Set(['index.ts', 'index.tsx', 'README.md']);

function trackedSources(): string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', '*.mjs'],
    { encoding: 'utf8' },
  );
  return listed.split('\n').filter((path) => path !== '' && !/(^|\/)fixtures\//.test(path) && !path.endsWith('.d.ts'));
}

function nameFindings(paths: readonly string[]): string[] {
  const findings = paths
    .filter((path) => VAGUE.test(path))
    .map((path) => `${path}: the name says nothing; name the file after what it holds`);
  // Theme components are named by Docusaurus: a folder each with an index file.
  const counted = paths.filter((path) => !path.includes('/theme/') && !PRESCRIBED.has(basename(path)));
  const byName = Map.groupBy(counted, (path) => basename(path));
  const repeated = [...byName.values()].filter((group) => group.length > 1).flat();
  if (repeated.length / counted.length > MAX_REPEATED_NAMES) {
    findings.push(
      `${repeated.length} of ${counted.length} file names occur twice: ${repeated.slice(0, 12).join(', ')} …`,
    );
  }
  return findings;
}

/** A front door that only names what others hold: it grows with the package, and there is nothing in it to split. */
const FRONT_DOOR = /^(?:\/\*\*.*\*\/\s*)?(?:export (?:type )?\{[^}]*\} from '[^']+';\s*)+$/;

function lengthFindings(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    if (basename(path) === 'index.ts' && FRONT_DOOR.test(text)) return [];
    const lines = text.split('\n').length;
    const limit = /\.test\.tsx?$/.test(path) ? MAX_TEST_LINES : MAX_SOURCE_LINES;
    return lines > limit ? [`${path}: ${lines} lines, more than ${limit}; split it`] : [];
  });
}

function docstringFindings(paths: readonly string[]): string[] {
  const sources = paths.filter(
    (path) => /^(backend|packages)\/.*\/?src\//.test(path) && !/\.(test|fixture)\.tsx?$/.test(path),
  );
  const exports = sources.flatMap((path) =>
    documentedExports(readFileSync(path, 'utf8')).map((entry) => ({ ...entry, path })),
  );
  const bare = exports.filter((entry) => !entry.documented);
  const share = 1 - bare.length / Math.max(1, exports.length);
  console.log(
    `docstrings: ${exports.length - bare.length} of ${exports.length} exported symbols (${(share * 100).toFixed(1)} %)`,
  );
  if (share >= MIN_DOCUMENTED) return [];
  return bare.map((entry) => `${entry.path}:${entry.line}: ${entry.name} is exported without a docstring`);
}

function spreadFindings(paths: readonly string[]): string[] {
  const browser = paths.filter(
    (path) => /^packages\/docusaurus-plugin\/src\/(client|features|theme)\//.test(path) && !/\.test\.tsx?$/.test(path),
  );
  return browser.flatMap((path) =>
    looseSpreadLines(readFileSync(path, 'utf8')).map(
      (line) => `${path}:${line}: a spread of what may be no array; use Array.from`,
    ),
  );
}

const paths = trackedSources();
const findings = [
  ...nameFindings(paths),
  ...lengthFindings(paths),
  ...docstringFindings(paths),
  ...spreadFindings(paths),
];
for (const finding of findings) console.error(finding);
console.log(`structure: ${paths.length} files, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
