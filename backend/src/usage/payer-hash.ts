/** How an address is known to the database: never as itself. */
import { createHmac } from 'node:crypto';
import { clientNetwork } from './client-network.ts';
import type { Payer } from './ledger.port.ts';
import type { KnownPayer } from './spending-limits.ts';

/** Enough that two addresses never share a hash. */
const HASH_BYTES = 16;

/** Addresses whose hash is remembered: one question asks for it three times. */
const REMEMBERED = 1_000;

/**
 * Makes what replaces the address of a payer by a keyed hash: without the key nobody can try out addresses against it.
 * @param key 32 bytes
 */
export function createPayerHider(key: Buffer): (payer: Payer) => KnownPayer {
  const remembered = new Map<string, string>();
  const hash = (address: string): string => {
    const known = remembered.get(address);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', key).update(clientNetwork(address)).digest();
    const made = digest.subarray(0, HASH_BYTES).toString('base64url');
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(address, made);
    return made;
  };
  return ({ readerId, address }) => ({ readerId, addressHash: address === null ? null : hash(address) });
}
