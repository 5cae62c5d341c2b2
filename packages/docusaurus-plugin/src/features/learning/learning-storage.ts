/** Reads and writes a reader's progress in this browser. What cannot be read counts as not there. */
import {
  type Check,
  fields,
  isBoolean,
  isNumber,
  isRecord,
  isString,
  listOf,
  nullable,
  optional,
} from '../../client/guard-checks.ts';
import type { ProgressRecord } from './learning-progress.ts';

/** The part of `Storage` that is used. */
export type ProgressStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What is kept in this browser. */
export interface KeptProgress {
  readonly progress: ProgressRecord;
  /** true: the server keeps this reader's progress too. */
  readonly shared: boolean;
  /** Chapters with something that the server has not heard of. */
  readonly unsent: readonly string[];
  /** true: it was an account's; without that account it is nobody's business. */
  readonly ofAccount?: boolean | undefined;
}

/** Key of the entry; other tabs hear of its changes. */
export const PROGRESS_STORAGE_KEY = 'lectern.progress';

const valuesAre =
  (check: Check): Check =>
  (value) =>
    isRecord(value) && Object.values(value).every(check);

const isProgress = valuesAre(
  fields({
    sections: valuesAre(fields({ done: isBoolean, seconds: isNumber, updatedAt: isString })),
    completed: nullable(fields({ value: isBoolean, updatedAt: isString })),
    last: nullable(fields({ sectionId: isString, visitedAt: isString })),
  }),
);
const isKeptShape = fields({
  progress: isProgress,
  shared: isBoolean,
  unsent: listOf(isString),
  ofAccount: optional(isBoolean),
});
const isKept = (value: unknown): value is KeptProgress => isKeptShape(value);

const NOTHING: KeptProgress = { progress: {}, shared: false, unsent: [] };

/** The browser's storage; null where it is forbidden. */
export function browserStorage(): ProgressStorage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** What is kept. */
export function loadKept(storage: ProgressStorage | null): KeptProgress {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(PROGRESS_STORAGE_KEY) ?? 'null');
    return isKept(kept) ? kept : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Keeps it; without room it lasts as long as the page. */
export function saveKept(storage: ProgressStorage | null, kept: KeptProgress): void {
  try {
    storage?.setItem(PROGRESS_STORAGE_KEY, JSON.stringify(kept));
  } catch {
    // full or forbidden
  }
}

/** Takes it away. */
export function clearKept(storage: ProgressStorage | null): void {
  try {
    storage?.removeItem(PROGRESS_STORAGE_KEY);
  } catch {
    // forbidden: there was nothing
  }
}
