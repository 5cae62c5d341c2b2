/** What the ledger tells Prometheus. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { PaidFeature, SpentLimit } from './ledger.port.ts';
import { toUsd } from './nano-usd.ts';

/** A call that was booked. */
export interface BookedCall {
  readonly provider: string;
  readonly model: string;
  readonly feature: PaidFeature;
  readonly costNanoUsd: bigint;
}

/** Shares of the operator's own limits that are used, 0…1. */
export type UsedShares = Readonly<Partial<Record<SpentLimit, number>>>;

/** Figures of spending. */
export interface LedgerMetrics {
  /** Counts a call that was settled. */
  booked(call: BookedCall): void;
  /** Counts a call that was not made. */
  refused(limit: SpentLimit, feature: PaidFeature): void;
  /** Counts a warning to the operator. */
  warned(limit: SpentLimit): void;
}

/**
 * Makes the figures.
 * @param readShares asked when the figures are read: the limits are shared with other processes
 */
export function createLedgerMetrics(registry: Registry, readShares: () => Promise<UsedShares>): LedgerMetrics {
  const registers = [registry];
  const spent = new Counter({
    name: 'lectern_usage_spent_usd_total',
    help: 'USD booked for calls of providers',
    labelNames: ['provider', 'model', 'feature'],
    registers,
  });
  const refused = new Counter({
    name: 'lectern_usage_refused_total',
    help: 'Calls of providers that were not made, by the limit that refused them',
    labelNames: ['limit', 'feature'],
    registers,
  });
  const warned = new Counter({
    name: 'lectern_budget_warnings_total',
    help: 'Times that 80 % of a limit was reached, once a day or month',
    labelNames: ['limit'],
    registers,
  });
  const used = new Gauge({
    name: 'lectern_budget_used_ratio',
    help: 'Share of a limit that is spent or set aside in its running day or month',
    labelNames: ['limit'],
    registers,
    async collect() {
      // A database that does not answer must not take the other figures with it.
      const shares = await readShares().catch(() => undefined);
      used.reset();
      for (const [limit, share] of Object.entries(shares ?? {})) used.set({ limit }, share);
    },
  });
  return {
    booked: ({ provider, model, feature, costNanoUsd }) => spent.inc({ provider, model, feature }, toUsd(costNanoUsd)),
    refused: (limit, feature) => refused.inc({ limit, feature }),
    warned: (limit) => warned.inc({ limit }),
  };
}
