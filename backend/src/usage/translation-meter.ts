/** Pays for translations: from the ledger's reservations to what the engines ask for. */
import type { TranslatorMeter } from '../providers/translator/translator.port.ts';
import type { Ledger, ReservationRequest } from './ledger.port.ts';

/** For whom and for what a translation is made. */
export type PaidTranslation = Pick<ReservationRequest, 'payer' | 'chapterId' | 'language'>;

/**
 * Makes the meter.
 * @param onBooked told what each call took, USD; for receipts
 */
export const meterTranslations =
  (
    ledger: Pick<Ledger, 'reserve'>,
    call: PaidTranslation,
    onBooked: (costUsd: number) => void = () => undefined,
  ): TranslatorMeter =>
  async ({ provider, model }, { characters, inputTokens, outputTokens }) => {
    const reservation = await ledger.reserve({
      ...call,
      feature: 'translation',
      provider,
      model,
      inputTokens,
      maxOutputTokens: outputTokens,
      characters,
    });
    return {
      settle: async (usage) => {
        const booked = await reservation.settle(usage);
        if (booked !== undefined) onBooked(booked);
      },
      release: () => reservation.release(),
    };
  };
