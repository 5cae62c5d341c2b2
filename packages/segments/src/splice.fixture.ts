/** Splices texts into a source, for tests: the result always has to verify. */
import { expect } from 'vitest';
import { type ApplyOptions, applyTranslations, type SpliceReport } from './apply-translations.ts';
import { type ExtractOptions, extractSegments } from './extract-segments.ts';
import { verifyStructure } from './verify-structure.ts';

/** How the sources of the tests are read. */
export const OPTIONS: ExtractOptions = { path: 'docs/page.mdx', format: 'mdx' };

/** Splices texts by the source's texts. */
export function splice(
  source: string,
  texts: Record<string, string>,
  { options = OPTIONS, ...apply }: ApplyOptions & { options?: ExtractOptions } = {},
): { text: string; report: SpliceReport } {
  const extraction = extractSegments(source, options);
  const translations = new Map(extraction.segments.flatMap(({ id, text }) => (texts[text] ? [[id, texts[text]]] : [])));
  const result = applyTranslations(source, extraction, translations, apply);
  expect(verifyStructure(source, result.text, options)).toEqual({ ok: true, findings: [] });
  return result;
}

/** The result, in which nothing may have fallen back. */
export function spliced(source: string, texts: Record<string, string>, options?: ExtractOptions): string {
  const { text, report } = splice(source, texts, options === undefined ? {} : { options });
  expect(report.fellBack).toEqual([]);
  return text;
}
