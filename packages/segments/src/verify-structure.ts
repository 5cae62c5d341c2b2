/** Whether a file has the structure of another one, and compiles. */
import { type ExtractOptions, type ParsedSource, parseSource } from './extract-segments.ts';
import { DEFAULT_JSX_RULES } from './jsx-rules.ts';
import { linePosition } from './mapped-text.ts';
import { SegmentParseError } from './segment-parse-error.ts';
import { compareStructures, readStructure, type StructureEntry } from './structure-signature.ts';

/** What is wrong with a file. */
export interface StructureFinding {
  /** `parse`: not valid; `structure`: something that is not words differs from the source. */
  code: 'parse' | 'structure';
  message: string;
  /** Line and column in the result, from 1. */
  line: number;
  column: number;
}

/** What {@link verifyStructure} found. */
export interface StructureReport {
  ok: boolean;
  findings: StructureFinding[];
}

/** Structure of a parsed file. */
export function structureOf({ tree }: ParsedSource, options: ExtractOptions): StructureEntry[] {
  return readStructure(tree, {
    jsxRules: options.jsxRules ?? DEFAULT_JSX_RULES,
    ...(options.maintainAnchorCase === undefined ? {} : { maintainAnchorCase: options.maintainAnchorCase }),
  });
}

const MAX_SHOWN = 200;

/** The first difference as a finding. */
export function structureFinding(
  difference: { offset: number; expected: string; found: string },
  result: string,
  { mapped }: ParsedSource,
): StructureFinding {
  const { expected, found, offset } = difference;
  const message = `Expected ${expected.slice(0, MAX_SHOWN)}, found ${found.slice(0, MAX_SHOWN)}`;
  return { code: 'structure', message, ...linePosition(result, mapped.sourceOffset(offset)) };
}

/**
 * Compares a file with its source in everything but words: node types, code, math, addresses, ids, attributes, front
 * matter, and compiles it as MDX.
 * @throws SegmentParseError when the source itself is not valid
 */
export function verifyStructure(source: string, result: string, options: ExtractOptions): StructureReport {
  const before = structureOf(parseSource(source, options), options);
  try {
    const parsed = parseSource(result, { ...options, compile: true });
    const difference = compareStructures(before, structureOf(parsed, options));
    if (difference === undefined) return { ok: true, findings: [] };
    return { ok: false, findings: [structureFinding(difference, result, parsed)] };
  } catch (error) {
    if (!(error instanceof SegmentParseError)) throw error;
    const { line, column } = error;
    return { ok: false, findings: [{ code: 'parse', message: error.message, line, column }] };
  }
}
