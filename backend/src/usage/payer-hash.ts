/** How an address is known to the database: never as itself. */
import { createHmac } from 'node:crypto';
import { clientNetwork } from './client-network.ts';
import type { Payer } from './ledger.port.ts';
import type { KnownPayer } from './spending-limits.ts';

/** Enough that two addresses never share a hash. */
const HASH_BYTES = 16;

/**
 * Replaces the address of a payer by a keyed hash: without the key nobody can try out addresses against it.
 * @param key 32 bytes
 */
export function hidePayer(key: Buffer, payer: Payer): KnownPayer {
  const { readerId, address } = payer;
  if (address === null) return { readerId, addressHash: null };
  const digest = createHmac('sha256', key).update(clientNetwork(address)).digest();
  return { readerId, addressHash: digest.subarray(0, HASH_BYTES).toString('base64url') };
}
