/** Splices pseudo-translations into a folder of documents and counts what held. */
import { globSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import {
  applyTranslations,
  type Extraction,
  type ExtractOptions,
  extractSegments,
  isTranslatable,
  type PseudoMode,
  pseudoTranslate,
  SegmentParseError,
  verifyStructure,
} from '@lectern/segments';

/** How a folder is read: as its site does. */
export interface TrialOptions extends Omit<ExtractOptions, 'path' | 'format'> {
  /** `mdx`: all files, Docusaurus' default; `detect`: by the extension. */
  format: 'mdx' | 'detect';
  modes: readonly PseudoMode[];
  /** Verify each result once more, apart from the splicing's own verification. */
  recheck: boolean;
}

/** A segment that kept its source text. */
export interface TrialFallback {
  path: string;
  mode: PseudoMode;
  code: string;
  reason: string;
  text: string;
}

/** Counts of one mode over a folder. */
export interface TrialRow {
  mode: PseudoMode;
  files: number;
  /** Files whose result has the structure of the source and compiles, checked anew. */
  verified: number;
  /** Segments whose pseudo-translation is not the source itself. */
  translated: number;
  /** Those that are in the result. */
  changed: number;
}

/** What a trial found. */
export interface TrialResult {
  files: number;
  segments: number;
  /** Files that come back byte for byte without translations; as they are, with CRLF and with a byte order mark. */
  identical: { asIs: number; crlf: number; byteOrderMark: number };
  /** Files that are not valid by themselves: refused, nothing written. */
  refused: { path: string; reason: string }[];
  rows: TrialRow[];
  fallbacks: TrialFallback[];
}

interface ReadFile {
  path: string;
  source: string;
  options: ExtractOptions;
  extraction: Extraction;
}

function fileOptions(
  path: string,
  { format, modes: _modes, recheck: _recheck, ...grammar }: TrialOptions,
): ExtractOptions {
  return { ...grammar, path, format: format === 'detect' && extname(path) === '.md' ? 'md' : 'mdx' };
}

/** A source that the parser takes and the compiler refuses is refused as well. */
function readValid(path: string, source: string, options: ExtractOptions): ReadFile | { path: string; reason: string } {
  try {
    const compiles = verifyStructure(source, source, options);
    const [finding] = compiles.findings;
    if (finding !== undefined) return { path, reason: finding.message };
    return { path, source, options, extraction: extractSegments(source, options) };
  } catch (error) {
    if (error instanceof SegmentParseError) return { path, reason: error.message };
    throw error;
  }
}

function isIdentical(source: string, options: ExtractOptions): boolean {
  return applyTranslations(source, extractSegments(source, options), new Map()).text === source;
}

function tryMode(file: ReadFile, mode: PseudoMode, row: TrialRow, recheck: boolean): TrialFallback[] {
  const { path, source, options, extraction } = file;
  const texts = new Map<string, string>();
  for (const segment of extraction.segments) {
    const pseudo = pseudoTranslate(segment, mode);
    if (isTranslatable(segment.text) && pseudo !== segment.text) texts.set(segment.id, pseudo);
  }
  const { text, report } = applyTranslations(source, extraction, texts);
  row.files += 1;
  row.translated += texts.size;
  row.changed += report.changed.length;
  if (!recheck || verifyStructure(source, text, options).ok) row.verified += 1;
  const byId = new Map(extraction.segments.map((segment) => [segment.id, segment.text]));
  return report.fellBack.map(({ id, code, reason }) => ({ path, mode, code, reason, text: byId.get(id) ?? '' }));
}

/** Runs a trial over all `.md` and `.mdx` files below a folder. */
export function runTrial(folder: string, options: TrialOptions): TrialResult {
  const rows = options.modes.map((mode): TrialRow => ({ mode, files: 0, verified: 0, translated: 0, changed: 0 }));
  const result: TrialResult = {
    files: 0,
    segments: 0,
    identical: { asIs: 0, crlf: 0, byteOrderMark: 0 },
    refused: [],
    rows,
    fallbacks: [],
  };
  for (const path of globSync('**/*.{md,mdx}', { cwd: folder }).sort()) {
    if (path.includes('node_modules')) continue;
    const source = readFileSync(join(folder, path), 'utf8');
    const file = readValid(path, source, fileOptions(path, options));
    result.files += 1;
    if ('reason' in file) {
      result.refused.push(file);
      continue;
    }
    result.segments += file.extraction.segments.length;
    if (isIdentical(source, file.options)) result.identical.asIs += 1;
    if (isIdentical(source.replace(/\r?\n/g, '\r\n'), file.options)) result.identical.crlf += 1;
    if (isIdentical(`\uFEFF${source}`, file.options)) result.identical.byteOrderMark += 1;
    for (const row of rows) result.fallbacks.push(...tryMode(file, row.mode, row, options.recheck));
  }
  return result;
}
