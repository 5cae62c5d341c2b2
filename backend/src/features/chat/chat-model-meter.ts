/** Pays for a model's calls: from the ledger's reservations to what the chain of models asks for. */
import type { Logger } from 'pino';
import type { CallMeter, LlmName } from '../../providers/llm/llm.port.ts';
import type { Ledger, ReservationRequest } from '../../usage/ledger.port.ts';

/** What of the ledger asking needs. */
export type SpendingLedger = Pick<Ledger, 'reserve' | 'answersLeft'>;

/** What is paid for, and by whom. */
export type PaidCall = Omit<ReservationRequest, 'provider' | 'model' | 'inputTokens' | 'maxOutputTokens'>;

/** Who sets money aside, and who is told what. */
export interface MeterOptions {
  readonly ledger: Pick<Ledger, 'reserve'>;
  readonly logger: Pick<Logger, 'error'>;
  /** Told that money was set aside for a call to this model, before the call is made. */
  readonly onGranted?: (name: LlmName) => void;
}

/**
 * Makes a meter. What cannot be booked stays booked at its full amount: too much is never spent, and an answer is not
 * broken for it.
 */
export const meterFor =
  ({ ledger, logger, onGranted }: MeterOptions, call: PaidCall): CallMeter =>
  async ({ provider, model }, { inputTokens, maxOutputTokens }) => {
    const reservation = await ledger.reserve({ ...call, provider, model, inputTokens, maxOutputTokens });
    onGranted?.({ provider, model });
    const tell = (err: unknown): void => logger.error({ err, reservation: reservation.id }, 'a call was not booked');
    return {
      settle: (usage) => reservation.settle(usage).catch(tell),
      release: () => reservation.release().catch(tell),
    };
  };
