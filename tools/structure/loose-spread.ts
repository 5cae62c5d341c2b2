/**
 * Finds spreads of iterables that are no arrays in the plugin's browser code. Docusaurus' Babel preset compiles
 * `[...nodes]` in loose mode to `[].concat(nodes)`, which wraps a NodeList, a Set or an iterator in place of copying it:
 * the panel then dies on every site that does not build with SWC. `Array.from` means the same and survives.
 */
const NOT_ARRAYS =
  /\[\s*\.\.\.(?:[^\],]*(?:querySelectorAll|getElementsBy|matchAll|getClientRects|\.children\b|\.childNodes|\.entries\(\)|\.keys\(\)|\.values\(\)|new Set|new Map)|\(?[\w.]*(?:[sS]et|[mM]ap|blocks|nodes|cuts|checked)\b\)?\s*\])/;

/** Lines (from 1) of a source on which a spread would break under loose compilation. */
export function looseSpreadLines(source: string): number[] {
  return source
    .split('\n')
    .flatMap((line, index) =>
      NOT_ARRAYS.test(line) && !/Object\.(?:entries|keys|values)\(/.test(line) ? [index + 1] : [],
    );
}
