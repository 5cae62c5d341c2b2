/** Puts the money side together, from the settings. */
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Keys } from '../config/secret.ts';
import type { Settings } from '../config/settings.ts';
import type { Database } from '../db/client.ts';
import type { Ledger } from './ledger.port.ts';
import { createLedger } from './ledger.ts';
import { loadPriceList, type PriceList } from './price-list.ts';
import { createProofGate, type HitCounter, type ProofGate } from './proof-gate.ts';
import { createReceipts, type Receipts } from './receipts.ts';

/** What the money side needs. */
export interface SpendingOptions {
  readonly database: Pick<Database, 'db' | 'sql'>;
  readonly settings: Settings;
  readonly keys: Pick<Keys, 'addresses' | 'proofs'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  readonly registry: Registry;
  /** Counts model answers and used proofs; shared by all replicas when it is backed by Redis. */
  readonly counter: HitCounter;
}

/** The money side of the server. */
export interface Spending {
  readonly ledger: Ledger;
  readonly prices: PriceList;
  readonly proofGate: ProofGate;
  readonly receipts: Receipts;
}

/**
 * Makes it.
 * @throws SettingsError when PRICES_FILE cannot be used
 */
export function createSpending(options: SpendingOptions): Spending {
  const { database, settings, keys, logger, registry, counter } = options;
  const { pricesFile, ...limits } = settings.budget;
  const prices = loadPriceList(pricesFile);
  return {
    prices,
    ledger: createLedger({ sql: database.sql, prices, limits, addressKey: keys.addresses, logger, registry }),
    proofGate: createProofGate({ key: keys.proofs, counter, ...settings.proofOfWork }),
    receipts: createReceipts(database.db),
  };
}
