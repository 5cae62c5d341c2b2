import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SUPPORTED_LANGUAGES } from '@lectern/contracts';
import {
  extendJsxRules,
  extractSegments,
  isTranslatable,
  type PseudoMode,
  pseudoTranslate,
  validateTranslation,
} from '@lectern/segments';
import { describe, expect, it } from 'vitest';
import { runTrial } from './run-trial.ts';

const DOCS = fileURLToPath(new URL('../../docusaurus/docs', import.meta.url));
/** As `docusaurus.config.ts` has it: `future.v4`, and the book's own components. */
const GRAMMAR = {
  format: 'mdx',
  mdx1Compat: { comments: false, admonitions: false, headingIds: false },
  jsxRules: extendJsxRules({ elementAttributes: ['Exercise.title', 'Diagram.description'] }),
} as const;
const LANGUAGES = Object.keys(SUPPORTED_LANGUAGES).filter(
  (code): code is keyof typeof SUPPORTED_LANGUAGES => code in SUPPORTED_LANGUAGES,
);
const MODES: readonly PseudoMode[] = [...LANGUAGES, 'hostile'];

describe('the book', () => {
  it('comes back byte for byte, and every segment can be translated to every language', () => {
    const result = runTrial(DOCS, { ...GRAMMAR, modes: MODES, recheck: false });
    expect(result.files).toBeGreaterThan(5);
    expect(result.refused).toEqual([]);
    expect(result.identical).toEqual({ asIs: result.files, crlf: result.files, byteOrderMark: result.files });
    expect(result.fallbacks).toEqual([]);
    for (const { mode, files, verified, translated, changed } of result.rows) {
      expect({ mode, verified, changed }).toEqual({ mode, verified: files, changed: translated });
      expect(translated / result.segments, mode).toBeGreaterThan(0.8);
    }
  }, 600_000);

  it('raises no alarm in pseudo-translations to any language', () => {
    const segments = globSync('**/*.mdx', { cwd: DOCS }).flatMap((path) =>
      extractSegments(readFileSync(join(DOCS, path), 'utf8'), { ...GRAMMAR, path }).segments.filter(({ text }) =>
        isTranslatable(text),
      ),
    );
    for (const [index, language] of LANGUAGES.entries()) {
      // A fifth of the book for each language: three languages for every segment.
      const alarms = segments
        .filter((_, at) => at % 5 === index % 5)
        .flatMap((segment) =>
          validateTranslation(segment, pseudoTranslate(segment, language), { language }).map(({ message }) => message),
        );
      expect(alarms, language).toEqual([]);
    }
  }, 300_000);
});
