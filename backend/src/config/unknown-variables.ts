/** Finds variables that look like ours but are not: a typo must not be ignored silently. */
import type { SettingFault } from './settings-error.ts';

/** Prefixes that only Lectern uses; an unknown variable below them is a fault. */
const OWN_PREFIXES = [
  'LECTERN_',
  'FEATURE_',
  'RETENTION_DAYS_',
  'RATE_LIMIT_',
  'BUDGET_USD_',
  'LOG_ROTATE_',
  'LLM_',
  'EMBEDDING_',
  'QDRANT_',
  'SMTP_',
];
/** Read by the site, the tests and the tools, not by the server. */
const ELSEWHERE = /^LECTERN_(API_|SITE_|TEST_|BENCH_|E2E_|BUILD_|CHROMIUM|SETUP_|DEV_)/;
/** Shorter names of other programs are too often one letter away from ours (HOME, HOST). */
const SHORTEST_TYPO = 8;
const MOST_EDITS = 2;

/**
 * Lists the unknown variables of an environment that are meant for Lectern: below one of its prefixes, or a near miss of a known name.
 * @param names the names that are set
 * @param known the names that the server reads
 */
export function findUnknownVariables(names: readonly string[], known: readonly string[]): SettingFault[] {
  const isKnown = new Set(known);
  const faults: SettingFault[] = [];
  for (const name of names) {
    if (isKnown.has(name) || ELSEWHERE.test(name)) continue;
    const nearest = nearestName(name, known);
    const own = OWN_PREFIXES.some((prefix) => name.startsWith(prefix));
    if (!own && nearest === undefined) continue;
    const mend = nearest === undefined ? 'remove it' : `did you mean ${nearest}?`;
    faults.push({ name, message: `is not a setting of Lectern: ${mend}` });
  }
  return faults;
}

function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length < SHORTEST_TYPO) return undefined;
  let best: string | undefined;
  let bestEdits = MOST_EDITS + 1;
  for (const candidate of known) {
    if (candidate.length < SHORTEST_TYPO || Math.abs(candidate.length - name.length) > MOST_EDITS) continue;
    const edits = editDistance(name, candidate);
    if (edits < bestEdits) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best;
}

/** Levenshtein distance: fewest insertions, deletions and replacements of one character. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
