/** Names that one process at a time may have: a question that is answered once, a ticket that is used once. */

/** Gives names away. */
export interface ClaimStore {
  /**
   * Takes a name for some time, unless it is taken.
   * @returns null when it is ours now, otherwise the value of who has it
   */
  claim(name: string, value: string, ttlMs: number): Promise<string | null>;
  /** Value of who has the name; null when nobody has. */
  find(name: string): Promise<string | null>;
  /** Gives a name that is ours another value, for this long from now, milliseconds. */
  put(name: string, value: string, ttlMs: number): Promise<void>;
  /** Gives a name back. */
  release(name: string): Promise<void>;
}
