/** Puts faults in front of the test engine, and reads what it was asked. */

/** A fault to come; see `Faults` in engine.py. */
export interface EngineFault {
  /** Regular expression over `METHOD /path`. */
  readonly match: string;
  /** Requests that it meets; default 1. */
  readonly times?: number;
  readonly status?: number;
  /** s */
  readonly retry_after?: number;
  readonly delay_ms?: number;
  /** Closes the connection in the middle of the answer. */
  readonly cut?: true;
}

/** Replaces the planned faults. */
export const planFaults = async (url: string, faults: readonly EngineFault[]): Promise<void> => {
  await fetch(`${url}/_faults`, { method: 'PUT', body: JSON.stringify(faults) });
};

/** Requests since the last call, as `METHOD /path`. */
export const takeRequests = async (url: string): Promise<readonly string[]> => {
  const seen: unknown = await (await fetch(`${url}/_requests`)).json();
  return Array.isArray(seen) ? seen.map(String) : [];
};
