/** A ledger that also says what was booked through it. */
import type { Ledger } from './usage/index.ts';

/** See {@link countBooked}. */
export interface CountedLedger extends Pick<Ledger, 'reserve'> {
  /** What was booked until now, USD. */
  bookedUsd(): number;
}

/** Passes everything on to a ledger, and adds up what is booked. */
export function countBooked(ledger: Pick<Ledger, 'reserve'>): CountedLedger {
  let usd = 0;
  return {
    bookedUsd: () => usd,
    reserve: async (request) => {
      const reservation = await ledger.reserve(request);
      return {
        ...reservation,
        settle: async (usage) => {
          const booked = await reservation.settle(usage);
          usd += booked ?? 0;
          return booked;
        },
        release: () => reservation.release(),
      };
    },
  };
}
