/** Readers who ask all at once, the whole way: book, model, provider, ledger. What is paid is what the provider bills. */
import type { ChatResponse } from '@lectern/contracts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addBills, NO_BILL } from '../../test/openai-server/openai-record.ts';
import { askWith, openModelBook } from '../features/chat/model/chat-model.fixture.ts';
import { testLedger, WIDE_LIMITS } from './ledger.fixture.ts';

const QUESTION = 'Why does an accelerometer at rest read 9.81?';
const READER_ID = '00000000-0000-4000-8000-000000000001';
const AT_ONCE = 200;
const LONG_MS = 180_000;

let book: Awaited<ReturnType<typeof openModelBook>>;
beforeAll(async () => {
  book = await openModelBook();
}, LONG_MS);
beforeEach(() => book.database.sql`truncate usage_entry, budget`);
afterAll(() => book.close());

/** What the provider billed since the last time, at the prices of the test: 0.001 USD a token, half for cached ones. */
function takeBill(): { readonly calls: number; readonly usd: number } {
  const records = book.server.requests.slice(seen);
  seen = book.server.requests.length;
  const { inputTokens, cachedInputTokens, outputTokens } = records
    .map(({ billed }) => billed)
    .reduce(addBills, NO_BILL);
  return { calls: records.length, usd: (inputTokens - cachedInputTokens / 2 + outputTokens) / 1000 };
}
let seen = 0;

/** What the ledger has booked, USD, by its sum and by its entries. */
async function booked(): Promise<{ readonly sum: number; readonly entries: number; readonly open: number }> {
  const [row] = await book.database.sql`select
    (select coalesce(sum(committed), 0) from budget where key = 'global_day') as sum,
    (select coalesce(sum(cost_nano_usd), 0) from usage_entry) as entries,
    (select count(*) from usage_entry where settled_at is null) as open`;
  return { sum: Number(row?.['sum']) / 1e9, entries: Number(row?.['entries']) / 1e9, open: Number(row?.['open']) };
}

async function askAtOnce(ledger: ReturnType<typeof testLedger>): Promise<ChatResponse[]> {
  const { service } = book.serviceWith({ ledger });
  const request = { question: QUESTION, store: false };
  return Promise.all(Array.from({ length: AT_ONCE }, () => askWith(service, request, READER_ID)));
}

it('pays 20 answers of 200 that are asked at once, and quotes for the rest', { timeout: LONG_MS }, async () => {
  const limits = { ...WIDE_LIMITS, answersPerReaderPerDay: 20 };
  const answers = await askAtOnce(testLedger(book.database.sql, { limits }));
  const bill = takeBill();
  expect(bill.calls).toBe(20);
  expect(answers.filter(({ mode }) => mode === 'llm')).toHaveLength(20);
  const others = answers.filter(({ mode }) => mode !== 'llm');
  expect(others.every(({ notice, text }) => notice === 'budget_spent' && text.length > 0)).toBe(true);
  const { sum, entries, open } = await booked();
  expect(open).toBe(0);
  expect(sum).toBeCloseTo(bill.usd, 6);
  expect(entries).toBeCloseTo(bill.usd, 6);
});

it('spends a day’s money to at least 90 % in one burst, and never more than it', { timeout: LONG_MS }, async () => {
  const usdPerDay = 30;
  const limits = { ...WIDE_LIMITS, usdPerDay };
  await askAtOnce(testLedger(book.database.sql, { limits, waitForRoomMs: LONG_MS }));
  const bill = takeBill();
  const { sum, entries } = await booked();
  expect(sum).toBeCloseTo(bill.usd, 6);
  expect(entries).toBeCloseTo(bill.usd, 6);
  expect(bill.usd).toBeLessThanOrEqual(usdPerDay);
  expect(bill.usd).toBeGreaterThanOrEqual(0.9 * usdPerDay);
});
