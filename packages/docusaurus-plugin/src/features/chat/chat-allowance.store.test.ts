/** When a reader has to be told where questions go. */
import type { AllowanceResponse } from '@lectern/contracts';
import { beforeEach, expect, test } from 'vitest';
import {
  acknowledgeProvider,
  allowanceKnown,
  allowanceStore,
  loadAllowance,
  needsProviderNotice,
  noteAnswersLeft,
  setQuotesOnly,
} from './chat-allowance.store.ts';

const writtenBy = (provider: string | null): AllowanceResponse => ({
  answersLeft: 7,
  translationsLeft: null,
  resetsAt: '2026-11-22T00:00:00.000Z',
  writer: provider === null ? null : { provider, model: 'm' },
  embedder: null,
});
const serve = (answer: AllowanceResponse) => loadAllowance({ allowance: async () => answer }, { again: true });
const isNeeded = () => needsProviderNotice(allowanceStore.getSnapshot());

beforeEach(() => allowanceStore.set({ allowance: null, quotesOnly: false, acknowledged: '' }));

test('told once for each provider, and never where answers are quotes', async () => {
  expect(isNeeded()).toBe(false);
  await serve(writtenBy(null));
  expect(isNeeded()).toBe(false);
  await serve(writtenBy('openai'));
  expect(isNeeded()).toBe(true);
  acknowledgeProvider();
  expect(isNeeded()).toBe(false);
  await serve(writtenBy('another'));
  expect(isNeeded()).toBe(true);
  setQuotesOnly(true);
  expect(isNeeded()).toBe(false);
});

test('told too of a provider that only finds passages', async () => {
  await serve({ ...writtenBy(null), embedder: { provider: 'openai', model: 'e' } });
  expect(isNeeded()).toBe(true);
  acknowledgeProvider();
  expect(isNeeded()).toBe(false);
  await serve({ ...writtenBy('another'), embedder: { provider: 'openai', model: 'e' } });
  expect(isNeeded()).toBe(true);
});

test('a server that does not tell is asked again, and holds up no question', async () => {
  let calls = 0;
  const client = {
    allowance: async () => {
      calls++;
      throw new Error('away');
    },
  };
  await loadAllowance(client, { again: true });
  await allowanceKnown(client);
  expect(calls).toBe(2);
  expect(isNeeded()).toBe(false);
});

test('what an answer says of the rest is taken over', async () => {
  await serve(writtenBy('openai'));
  noteAnswersLeft(6);
  expect(allowanceStore.getSnapshot().allowance?.answersLeft).toBe(6);
});
