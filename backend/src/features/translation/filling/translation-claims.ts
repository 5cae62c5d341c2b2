/** Which process translates a segment, so that all replicas together pay for it once. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ClaimStore } from '../../../providers/cache/index.ts';
import type { LanguagePair } from '../memory/translation-memory.repository.ts';

/** Longer than a batch takes with all its tries; then the process that has it must have died. */
const CLAIM_MS = 180_000;
/** How often it is looked whether another process is done, milliseconds. */
const LOOK_MS = 300;

/** Claims of this process on segments. */
export interface SegmentClaims {
  /** Takes segments. @returns hashes of those that are ours now */
  take(pair: LanguagePair, hashes: readonly string[]): Promise<ReadonlySet<string>>;
  /** Gives them back. */
  release(pair: LanguagePair, hashes: Iterable<string>): Promise<void>;
  /** Waits until other processes have given back some of these. @returns hashes of those */
  freed(pair: LanguagePair, hashes: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/**
 * Makes them.
 * @param owner a random id of this process
 */
export function createSegmentClaims(store: ClaimStore, owner: string, lookMs = LOOK_MS): SegmentClaims {
  const nameOf = ({ source, target }: LanguagePair, hash: string): string => `translate:${source}:${target}:${hash}`;
  return {
    async take(pair, hashes) {
      const taken = await Promise.all(hashes.map((hash) => store.claim(nameOf(pair, hash), owner, CLAIM_MS)));
      return new Set(hashes.filter((_hash, at) => taken[at] === null));
    },
    async release(pair, hashes) {
      await Promise.all(Array.from(hashes, (hash) => store.release(nameOf(pair, hash))));
    },
    async freed(pair, hashes, signal) {
      while (!signal.aborted) {
        const holders = await Promise.all(hashes.map((hash) => store.find(nameOf(pair, hash))));
        const free = hashes.filter((_hash, at) => holders[at] === null);
        if (free.length > 0) return new Set(free);
        await delay(lookMs, undefined, { ref: false, signal }).catch(() => undefined);
      }
      return new Set();
    },
  };
}
