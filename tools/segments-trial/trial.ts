/**
 * Tries the segments of folders of documents: identity, four stress tests and the pseudo-locales of all languages.
 * Usage: `node --conditions=lectern-source tools/segments-trial/trial.ts [--format detect] [--v4] [--no-math] [--modes upper,ur] <folder> …`
 */
import { parseArgs } from 'node:util';
import { SUPPORTED_LANGUAGES } from '@lectern/contracts';
import { extendJsxRules, type PseudoMode } from '@lectern/segments';
import { runTrial, type TrialResult } from './run-trial.ts';

const STRESS: readonly PseudoMode[] = ['upper', 'urdu', 'glued', 'hostile'];
const LANGUAGES: readonly string[] = Object.keys(SUPPORTED_LANGUAGES);

function isMode(name: string): name is PseudoMode {
  return STRESS.some((mode) => mode === name) || LANGUAGES.includes(name);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    format: { type: 'string', default: 'mdx' },
    // The site has `future.v4`: none of the compatibility rewrites.
    v4: { type: 'boolean', default: false },
    'no-math': { type: 'boolean', default: false },
    modes: { type: 'string', default: [...STRESS, ...LANGUAGES].join(',') },
    attributes: { type: 'string', default: '' },
  },
});

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : (part / whole).toFixed(4);
}

function printResult(folder: string, { files, segments, identical, refused, rows, fallbacks }: TrialResult): void {
  const valid = files - refused.length;
  console.log(`\n## ${folder}\n\n${files} files, ${refused.length} refused, ${segments} segments.`);
  const { asIs, crlf, byteOrderMark } = identical;
  console.log(
    `Byte-identical: ${asIs} of ${valid}, with CRLF ${crlf}, with a byte order mark ${byteOrderMark}.\n\n| mode | structure equal and compiling | segments | changed | share |\n|---|---:|---:|---:|---:|`,
  );
  for (const { mode, verified, translated, changed } of rows) {
    console.log(`| ${mode} | ${verified} of ${valid} | ${translated} | ${changed} | ${share(changed, translated)} |`);
  }
  for (const { path, reason } of refused) console.log(`refused ${path}: ${reason}`);
  for (const { path, mode, code, reason, text } of fallbacks) {
    console.log(`fell back ${path} (${mode}, ${code}): ${reason}\n    ${text.slice(0, 200)}`);
  }
}

const modes = values.modes.split(',').filter(isMode);
const none = { comments: false, admonitions: false, headingIds: false };
for (const folder of positionals) {
  const result = runTrial(folder, {
    format: values.format === 'detect' ? 'detect' : 'mdx',
    modes,
    recheck: true,
    math: !values['no-math'],
    jsxRules: extendJsxRules({ elementAttributes: values.attributes.split(',').filter((name) => name !== '') }),
    ...(values.v4 ? { mdx1Compat: none } : {}),
  });
  printResult(folder, result);
}
