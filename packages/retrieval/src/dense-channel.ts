import { type CosineScores, median } from './score-fusion.ts';
import type { SearchIndex } from './search-index.ts';
import { topOrdinals } from './top-scores.ts';

/**
 * Cosine of each section's embedding with the question's: by id, of all sections or of the nearest ones, with their
 * floor where the caller knows it; or a scan by ordinal. The scan is told which sections are in scope (1; `undefined`: all) and gives NaN for those without a vector.
 */
export type DenseScores = ReadonlyMap<string, number> | CosineScores | DenseScan;

/** Cosines by ordinal of the index's sections: `Float[documents]`. */
export type DenseScan = (scope: Uint8Array | undefined) => Float32Array | Float64Array;

/** Which sections are in scope: `Uint8[documents]`, 1 for yes; `undefined` when all are. */
export type Scope = Uint8Array | undefined;

/** Keeps only sections for which it says true. */
export type IdFilter = (id: string) => boolean;

const ordinalTables = new WeakMap<SearchIndex, ReadonlyMap<string, number>>();

/** Ordinal of each id, made once per index. */
export function ordinalsOf(index: SearchIndex): ReadonlyMap<string, number> {
  let table = ordinalTables.get(index);
  if (table === undefined) {
    table = new Map(index.ids.map((id, ordinal) => [id, ordinal]));
    ordinalTables.set(index, table);
  }
  return table;
}

/** The dense channel before fusion. */
export interface DenseFinding {
  /** Sections that become candidates by it. */
  readonly nearest: readonly number[];
  channel(chosen: ReadonlySet<number>): CosineScores;
}

/** Makes the dense channel of what the caller has; undefined without any. */
export function denseOf(
  index: SearchIndex,
  dense: DenseScores | undefined,
  filter: IdFilter | undefined,
  scope: Scope,
  count: number,
): DenseFinding | undefined {
  if (dense === undefined) return undefined;
  return typeof dense === 'function' ? scanned(index, dense(scope), scope, count) : listed(index, dense, filter, scope);
}

/** Most cosines of which the median is taken: more, evenly chosen, would not move it by a hundredth. */
const MEDIAN_SAMPLE = 4096;

/** Cosines of every section that has a vector; their floor is the median in scope. */
function scanned(index: SearchIndex, cosines: Float32Array | Float64Array, scope: Scope, count: number): DenseFinding {
  const isKnown = (ordinal: number): boolean => scope?.[ordinal] !== 0 && !Number.isNaN(cosines[ordinal] ?? Number.NaN);
  const known: number[] = [];
  // Sections without a vector are nearest to nothing.
  const nearness = cosines.slice();
  for (let ordinal = 0; ordinal < cosines.length; ordinal++) {
    if (isKnown(ordinal)) known.push(cosines[ordinal] ?? 0);
    else nearness[ordinal] = 0;
  }
  const step = Math.ceil(known.length / MEDIAN_SAMPLE);
  return {
    nearest: topOrdinals(nearness, count),
    channel: (chosen) => ({
      scores: new Map([...chosen].filter(isKnown).map((at) => [index.ids[at] ?? '', cosines[at] ?? 0])),
      floor: median(step > 1 ? known.filter((_, at) => at % step === 0) : known),
    }),
  };
}

/** Cosines given by id, in scope; their floor is the given one, else the median where most sections have one, else the least. */
function listed(
  index: SearchIndex,
  given: ReadonlyMap<string, number> | CosineScores,
  filter: IdFilter | undefined,
  scope: Scope,
): DenseFinding {
  const known = ordinalsOf(index);
  const scores = new Map(
    [...('scores' in given ? given.scores : given)].filter(([id]) => known.has(id) && (filter?.(id) ?? true)),
  );
  const inScopeCount = scope === undefined ? index.ids.length : scope.reduce((sum, inside) => sum + inside, 0);
  const coversMost = scores.size * 2 >= inScopeCount;
  const guess = (): number =>
    coversMost ? median(scores.values()) : [...scores.values()].reduce((a, b) => Math.min(a, b), 1);
  const floor = 'scores' in given ? given.floor : guess();
  return {
    nearest: [...scores.keys()].map((id) => known.get(id) ?? -1),
    channel: () => ({ scores, floor }),
  };
}
