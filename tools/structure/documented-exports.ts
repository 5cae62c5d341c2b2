/** One exported symbol of a source file. */
export interface ExportedSymbol {
  readonly name: string;
  /** Line of the export, from 1. */
  readonly line: number;
  /** Whether a JSDoc comment stands directly before it. */
  readonly documented: boolean;
}

const DECLARATION =
  /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type)\s+([A-Za-z_$][\w$]*)/;

/**
 * Lists a module's exported declarations and whether each has a docstring; overloads count once, re-exports not at all.
 * Lines are enough here: TypeScript 7 has no JavaScript API, and Biome keeps every export at the start of a line.
 */
export function documentedExports(source: string): ExportedSymbol[] {
  const lines = source.split('\n');
  const found = new Map<string, ExportedSymbol>();
  lines.forEach((text, index) => {
    const name = DECLARATION.exec(text)?.[1];
    if (name === undefined || found.has(name)) return;
    const documented = (lines[index - 1] ?? '').trimEnd().endsWith('*/');
    found.set(name, { name, line: index + 1, documented });
  });
  return [...found.values()];
}
