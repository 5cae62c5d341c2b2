/** Which segment of an earlier version a new one stands for, so that "newer in English" can be told from "never translated". Pure. */
import type { ChapterSegment } from './translation-chapter.ts';

type Versioned = Pick<ChapterSegment, 'hash' | 'kind'>;

/**
 * Pairs the segments of a chapter that an earlier version does not have with those that stood in their place there:
 * between the same neighbours, in order, of the same kind.
 * @returns hash of the earlier segment by the hash of the new one
 */
export const pairEdits = (before: readonly Versioned[], after: readonly Versioned[]): ReadonlyMap<string, string> => {
  const hashesBefore = new Set(before.map(({ hash }) => hash));
  const hashesAfter = new Set(after.map(({ hash }) => hash));
  const gapsBefore = gaps(before, hashesAfter);
  const pairs = new Map<string, string>();
  for (const [neighbour, added] of gaps(after, hashesBefore)) {
    const removed = gapsBefore.get(neighbour) ?? [];
    for (const { hash, kind } of added) {
      const at = removed.findIndex((old) => old.kind === kind);
      const [old] = at < 0 ? [] : removed.splice(at, 1);
      if (old) pairs.set(hash, old.hash);
    }
  }
  return pairs;
};

/** Runs of segments that the other version does not have, by the hash of the one before them that it has. */
const gaps = (segments: readonly Versioned[], known: ReadonlySet<string>): Map<string, Versioned[]> => {
  const runs = new Map<string, Versioned[]>();
  let neighbour = '';
  for (const segment of segments) {
    if (known.has(segment.hash)) neighbour = segment.hash;
    else runs.set(neighbour, [...(runs.get(neighbour) ?? []), segment]);
  }
  return runs;
};
