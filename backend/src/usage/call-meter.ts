/** Pays for the calls of a chain of models: from the ledger's reservations to what the chain asks for. */
import type { LlmName } from '../providers/llm/llm.port.ts';
import type { Ledger, Reservation, ReservationRequest } from './ledger.port.ts';

/** What is paid for, and by whom. */
export type PaidCall = Omit<ReservationRequest, 'provider' | 'model' | 'inputTokens' | 'maxOutputTokens'>;

/** Sets money aside for a call of a model; a `CallMeter` whose reservations say what was booked. */
export type PaidMeter = (
  name: LlmName,
  estimate: { readonly inputTokens: number; readonly maxOutputTokens: number },
) => Promise<Pick<Reservation, 'settle' | 'release'>>;

/**
 * Makes a meter for one question. However many models are tried for it, it counts as one answer: only as long as no
 * call was booked does the next one count.
 * @param onGranted told that money was set aside for a call to this model, before the call is made
 */
export function meterFor(
  ledger: Pick<Ledger, 'reserve'>,
  call: PaidCall,
  onGranted: (name: LlmName) => void = () => undefined,
): PaidMeter {
  let counted = false;
  return async ({ provider, model }, { inputTokens, maxOutputTokens }) => {
    const countsAsAnswer = call.countsAsAnswer === true && !counted;
    const reservation = await ledger.reserve({
      ...call,
      countsAsAnswer,
      provider,
      model,
      inputTokens,
      maxOutputTokens,
    });
    onGranted({ provider, model });
    return {
      settle: (usage) => {
        counted = true;
        return reservation.settle(usage);
      },
      release: () => reservation.release(),
    };
  };
}
