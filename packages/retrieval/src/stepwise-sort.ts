/** Strings sorted between two pauses. */
const STRINGS_PER_STEP = 4096;

/**
 * Sorts distinct strings by their UTF-16 units, in small steps: apart by their first unit, then each group by itself.
 * Same result as `[...values].sort()`.
 */
export function* sortSteps(values: Iterable<string>): Generator<void, string[]> {
  const groups = new Map<number, string[]>();
  let seen = 0;
  for (const value of values) {
    const unit = value === '' ? -1 : value.charCodeAt(0);
    const group = groups.get(unit);
    if (group === undefined) groups.set(unit, [value]);
    else group.push(value);
    if (++seen % STRINGS_PER_STEP === 0) yield;
  }
  const sorted: string[] = [];
  let pending = 0;
  for (const unit of [...groups.keys()].sort((a, b) => a - b)) {
    const group = groups.get(unit)?.sort() ?? [];
    for (const value of group) sorted.push(value);
    pending += group.length;
    if (pending >= STRINGS_PER_STEP) {
      pending = 0;
      yield;
    }
  }
  return sorted;
}
