import { expect, it } from 'vitest';
import { meterFor } from './call-meter.ts';
import { READER } from './ledger.fixture.ts';
import type { Reservation, ReservationRequest } from './ledger.port.ts';

const NAME = { provider: 'scripted', model: 'model' };
const ESTIMATE = { inputTokens: 10, maxOutputTokens: 20 };
const USAGE = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 0, estimated: true };

/** A ledger that grants everything and writes down what it was asked. */
function grantingLedger() {
  const requests: ReservationRequest[] = [];
  const reserve = async (request: ReservationRequest): Promise<Reservation> => {
    requests.push(request);
    return { id: 'id', maxCostUsd: 0, settle: async () => undefined, release: async () => undefined };
  };
  return { requests, reserve };
}

it('counts one answer however many models are tried for a question', async () => {
  const ledger = grantingLedger();
  const meter = meterFor(ledger, { payer: READER, feature: 'chat', countsAsAnswer: true });
  await (await meter(NAME, ESTIMATE)).release();
  await (await meter(NAME, ESTIMATE)).settle(USAGE);
  await (await meter(NAME, ESTIMATE)).settle(USAGE);
  expect(ledger.requests.map(({ countsAsAnswer }) => countsAsAnswer)).toEqual([true, true, false]);
});

it('hands on for whom and what is paid, and tells which model was granted', async () => {
  const ledger = grantingLedger();
  const granted: string[] = [];
  const meter = meterFor(ledger, { payer: READER, feature: 'chat', language: 'ur' }, ({ model }) =>
    granted.push(model),
  );
  await meter(NAME, ESTIMATE);
  expect(ledger.requests).toEqual([
    { payer: READER, feature: 'chat', language: 'ur', countsAsAnswer: false, ...NAME, ...ESTIMATE },
  ]);
  expect(granted).toEqual(['model']);
});
