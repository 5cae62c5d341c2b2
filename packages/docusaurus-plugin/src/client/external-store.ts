/** A value outside React that components read with useSyncExternalStore. */

/** A value, how to change it, and how to hear of changes. */
export interface ExternalStore<T> {
  /** The value now; the same reference until it changes. */
  readonly getSnapshot: () => T;
  /** Calls the listener after each change; returns how to end that. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Replaces the value and tells the listeners, unless it is the same one. */
  readonly set: (next: T) => void;
  /** Replaces some fields. */
  readonly patch: (fields: Partial<T>) => void;
}

/** Makes a store. */
export function createExternalStore<T extends object>(initial: T): ExternalStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of listeners) listener();
  };
  return {
    getSnapshot: () => value,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set,
    patch: (fields) => set({ ...value, ...fields }),
  };
}
