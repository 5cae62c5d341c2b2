/** Pays for a model's calls: from the ledger's reservations to what the chain of models asks for. */
import type { CallMeter, LlmName } from '../../providers/llm/llm.port.ts';
import type { Ledger, ReservationRequest } from '../../usage/ledger.port.ts';

/** What of the ledger asking needs. */
export type SpendingLedger = Pick<Ledger, 'reserve' | 'answersLeft'>;

/** What is paid for, and by whom. */
export type PaidCall = Omit<ReservationRequest, 'provider' | 'model' | 'inputTokens' | 'maxOutputTokens'>;

/**
 * Makes a meter.
 * @param onGranted told that money was set aside for a call to this model, before the call is made
 */
export const meterFor =
  (ledger: Pick<Ledger, 'reserve'>, call: PaidCall, onGranted: (name: LlmName) => void = () => undefined): CallMeter =>
  async ({ provider, model }, { inputTokens, maxOutputTokens }) => {
    const reservation = await ledger.reserve({ ...call, provider, model, inputTokens, maxOutputTokens });
    onGranted({ provider, model });
    return reservation;
  };
