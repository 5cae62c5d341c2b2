/** Pays for a model's calls, and breaks no answer when that cannot be booked. */
import type { Logger } from 'pino';
import type { CallMeter, LlmName } from '../../../providers/llm/llm.port.ts';
import { meterFor, type PaidCall } from '../../../usage/call-meter.ts';
import type { Ledger } from '../../../usage/ledger.port.ts';

/** What of the ledger asking needs. */
export type SpendingLedger = Pick<Ledger, 'reserve' | 'answersLeft'>;

/** Who sets money aside, and who is told what. */
export interface MeterOptions {
  readonly ledger: Pick<Ledger, 'reserve'>;
  readonly logger: Pick<Logger, 'error'>;
  /** Told that money was set aside for a call to this model, before the call is made. */
  readonly onGranted?: (name: LlmName) => void;
  /** Told what a call took, USD. */
  readonly onBooked?: (costUsd: number) => void;
}

/**
 * Makes a meter. What cannot be booked stays booked at its full amount: too much is never spent, and an answer that is
 * there is not lost for it.
 */
export const answerMeter = ({ ledger, logger, onGranted, onBooked }: MeterOptions, call: PaidCall): CallMeter => {
  const meter = meterFor(ledger, call, onGranted);
  const tell = (err: unknown): undefined => {
    logger.error({ err }, 'a call of a model was not booked');
    return undefined;
  };
  return async (name, estimate) => {
    const reservation = await meter(name, estimate);
    return {
      settle: async (usage) => {
        const costUsd = await reservation.settle(usage).catch(tell);
        if (costUsd !== undefined) onBooked?.(costUsd);
      },
      release: () => reservation.release().catch(tell),
    };
  };
};
