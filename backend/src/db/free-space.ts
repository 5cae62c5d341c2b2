/**
 * Refuses what would store something while the disk of the embedded database is nearly full. PGlite does not survive
 * a segment of its log that cannot be made: its thread spins for ever, so it must not come that far.
 */
import { freeBytes } from './data-directory.ts';
import { StorageFullError } from './database-errors.ts';

/** A segment of PostgreSQL's write-ahead log, bytes. */
export const LOG_SEGMENT_BYTES = 16 * 1024 * 1024;
/** The segment that is begun next, one for what is written between two looks, and one in reserve. */
const RESERVED_BYTES = 3 * LOG_SEGMENT_BYTES;
const LOOK_INTERVAL_MS = 1_000;

/**
 * Words of statements that write. Looked for anywhere, since one text may hold several statements and `with` may hide
 * one; a reading statement that is taken for a writing one is refused only while the disk is nearly full.
 */
const WRITING =
  /\b(?:insert\s+into|update|delete\s+from|merge\s+into|create|alter|drop|truncate|reindex|vacuum|cluster|refresh|call|do|grant|revoke|comment\s+on)\b/i;

/** Tells whether a statement, or one of several in the text, may store something. */
export function isWritingStatement(text: string): boolean {
  return WRITING.test(text);
}

/** How the space is looked at. */
export interface SpaceOptions {
  /** A directory on the disk. */
  readonly directory: string;
  /** Free bytes of a path's disk; default: what the system says. */
  readonly measure?: (path: string) => number;
  /** Milliseconds of a steady clock; default: `performance.now`. */
  readonly now?: () => number;
}

/**
 * Makes the check that every statement passes before it is sent. It asks the system at most once a second.
 *
 * @returns a function that throws StorageFullError for a statement that writes while there is too little space
 */
export function refuseWritesWithoutSpace(options: SpaceOptions): (statement: string) => void {
  const { directory, measure = freeBytes, now = () => performance.now() } = options;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let free = Number.POSITIVE_INFINITY;
  return (statement) => {
    const time = now();
    if (time - lookedAt >= LOOK_INTERVAL_MS) {
      lookedAt = time;
      free = measureOr(measure, directory);
    }
    if (free < RESERVED_BYTES && isWritingStatement(statement)) {
      throw new StorageFullError(directory, free, RESERVED_BYTES);
    }
  };
}

/** A disk that tells nothing of itself must not keep anybody from writing. */
function measureOr(measure: (path: string) => number, directory: string): number {
  try {
    return measure(directory);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
