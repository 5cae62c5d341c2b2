/** Reads the `week` of a page. Pure. */

/** Last week that a course may have. */
const LAST_WEEK = 60;

/** Weeks of the course that a page names: `2` is [2], `8–9` is [8, 9], `3, 5` is [3, 5]; what is no week is left out. */
export const parseWeeks = (week: string | undefined): number[] => {
  const weeks = new Set<number>();
  for (const part of (week ?? '').split(/[,;]/)) {
    const match = /^\s*(\d{1,2})\s*(?:[-‐-―]\s*(\d{1,2})\s*)?$/.exec(part);
    if (!match) continue;
    const first = Math.max(1, Number(match[1]));
    const last = Math.min(LAST_WEEK, Number(match[2] ?? match[1]));
    for (let number = first; number <= last; number++) weeks.add(number);
  }
  return Array.from(weeks).sort((a, b) => a - b);
};
