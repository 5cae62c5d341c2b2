/** Names in the memory of this process, and names in both it and a store that processes share. */
import type { ClaimStore } from './claim-store.port.ts';

/** Far more than are used within the time of one; a flood of names drops the oldest. */
const MOST_CLAIMS = 50_000;

interface Claim {
  readonly value: string;
  readonly endsAt: number;
}

/**
 * Makes the store.
 * @param now milliseconds since 1970
 */
export function createMemoryClaims(now: () => number = Date.now): ClaimStore {
  const claims = new Map<string, Claim>();
  const find = (name: string): Claim | undefined => {
    const claim = claims.get(name);
    if (claim === undefined || claim.endsAt > now()) return claim;
    claims.delete(name);
    return undefined;
  };
  const put = (name: string, value: string, ttlMs: number): void => {
    claims.delete(name);
    claims.set(name, { value, endsAt: now() + ttlMs });
    const [first] = claims.keys();
    if (claims.size > MOST_CLAIMS && first !== undefined) claims.delete(first);
  };
  return {
    async claim(name, value, ttlMs) {
      const taken = find(name);
      if (taken) return taken.value;
      put(name, value, ttlMs);
      return null;
    },
    find: async (name) => find(name)?.value ?? null,
    put: async (name, value, ttlMs) => put(name, value, ttlMs),
    async release(name) {
      claims.delete(name);
    },
  };
}

/**
 * Takes names in this process and then in the shared store. While that one is away a name is taken in this process
 * alone, and stays so when it is back.
 */
export function createLayeredClaims(own: ClaimStore, shared: ClaimStore): ClaimStore {
  const both = async (act: (store: ClaimStore) => Promise<void>): Promise<void> => {
    await act(own);
    await act(shared).catch(() => undefined);
  };
  return {
    async claim(name, value, ttlMs) {
      const here = await own.claim(name, value, ttlMs);
      if (here !== null) return here;
      const elsewhere = await shared.claim(name, value, ttlMs).catch(() => null);
      if (elsewhere !== null) await own.release(name);
      return elsewhere;
    },
    find: async (name) => (await own.find(name)) ?? shared.find(name).catch(() => null),
    put: (name, value, ttlMs) => both((store) => store.put(name, value, ttlMs)),
    release: (name) => both((store) => store.release(name)),
  };
}
