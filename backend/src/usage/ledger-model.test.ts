/** The ledger beside a model of it that is plain arithmetic, through random lives of many calls. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { callOf, emptyLedger, NOON, sumsIn, testLedger, usageOf, WIDE_LIMITS } from './ledger.fixture.ts';
import { BudgetSpentError, type Ledger, type Reservation } from './ledger.port.ts';

const HOUR_MS = 3_600_000;
const READERS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const LIMITS = {
  ...WIDE_LIMITS,
  usdPerDay: 6,
  usdPerMonth: 14,
  usdPerDayByFeature: new Map([['translation' as const, 2]]),
  usdPerReaderPerDay: 4,
  answersPerReaderPerDay: 3,
};

interface ReserveStep {
  readonly do: 'reserve';
  readonly reader: number;
  readonly tokens: number;
  readonly answer: boolean;
  readonly translation: boolean;
}

type CloseStep =
  | { readonly do: 'settle'; readonly call: number; readonly tokens: number }
  | { readonly do: 'release'; readonly call: number };

type Step = ReserveStep | CloseStep | { readonly do: 'wait'; readonly hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('reserve' as const),
      reader: fc.nat(1),
      tokens: fc.integer({ min: 0, max: 2500 }),
      answer: fc.boolean(),
      translation: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      call: fc.nat(20),
      tokens: fc.integer({ min: 0, max: 3000 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), call: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
);

/** One call as the model sees it. One token is one milli-USD, so that the model needs no money of its own. */
interface ModelCall {
  /** What it adds to. */
  readonly sums: readonly string[];
  readonly reservation: Reservation;
  milli: number;
  state: 'open' | 'settled' | 'released';
}

const capOf = (key: string): number => {
  if (key.startsWith('global_day')) return 6000;
  if (key.startsWith('global_month')) return 14_000;
  if (key.startsWith('feature')) return 2000;
  return key.startsWith('reader_day') ? 4000 : 3;
};

const amountIn = (key: string, milli: number): number => (key.includes('answers') ? 1 : milli);

function sumsOf({ reader, answer, translation }: ReserveStep, time: number): string[] {
  const day = new Date(time).toISOString().slice(0, 10);
  return [
    `global_day ${day}`,
    `global_month ${day.slice(0, 7)}-01`,
    `reader_day ${reader} ${day}`,
    ...(translation ? [`feature_day ${day}`] : []),
    ...(answer ? [`reader_answers ${reader} ${day}`] : []),
  ];
}

const fits = (calls: readonly ModelCall[], sums: readonly string[], milli: number): boolean =>
  sums.every((key) => {
    const counted = calls.filter((call) => call.sums.includes(key) && call.state !== 'released');
    const sum = counted.reduce((total, call) => total + amountIn(key, call.milli), 0);
    const amount = amountIn(key, milli);
    // What costs nothing is never refused, also when a call before took more than was left.
    return amount === 0 || sum + amount <= capOf(key);
  });

const requestOf = ({ reader, tokens, answer, translation }: ReserveStep) =>
  callOf({
    payer: { address: null, readerId: READERS[reader] ?? null },
    feature: translation ? 'translation' : 'chat',
    inputTokens: tokens,
    maxOutputTokens: 0,
    countsAsAnswer: answer,
  });

/** The reservation, or undefined when a limit refused it. */
const reserved = (ledger: Ledger, now: ReserveStep): Promise<Reservation | undefined> =>
  ledger.reserve(requestOf(now)).catch((error: unknown) => {
    if (error instanceof BudgetSpentError) return undefined;
    throw error;
  });

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Lives through the steps in the ledger and in the model; fails where they part. */
async function live(steps: readonly Step[]): Promise<void> {
  await emptyLedger(database);
  let time = NOON + 8 * 24 * HOUR_MS;
  const ledger = testLedger(database.sql, { limits: LIMITS, now: () => time });
  const calls: ModelCall[] = [];
  for (const now of steps) {
    if (now.do === 'wait') time += now.hours * HOUR_MS;
    else if (now.do === 'reserve') {
      const sums = sumsOf(now, time);
      const expected = fits(calls, sums, now.tokens);
      const reservation = await reserved(ledger, now);
      expect(reservation !== undefined).toBe(expected);
      if (reservation) calls.push({ sums, reservation, milli: now.tokens, state: 'open' });
    } else await close(calls[now.call], now);
  }
  await compare(calls.filter(({ state }) => state !== 'released'));
}

/** Books a call or gives it back; what was closed before stays as it was. */
async function close(call: ModelCall | undefined, now: CloseStep): Promise<void> {
  if (now.do === 'settle') await call?.reservation.settle(usageOf(now.tokens, 0));
  else await call?.reservation.release();
  if (call?.state !== 'open') return;
  Object.assign(call, now.do === 'settle' ? { milli: now.tokens, state: 'settled' } : { state: 'released' });
}

async function compare(calls: readonly ModelCall[]): Promise<void> {
  const expected: Record<string, number> = {};
  for (const { sums, milli } of calls) {
    for (const key of sums) {
      // The two readers of a day share a key in what sumsIn() gives; see below.
      if (key.startsWith('reader')) continue;
      expected[key] = (expected[key] ?? 0) + milli / 1000;
    }
  }
  const found = Object.entries(await sumsIn(database)).filter(([key, sum]) => !key.startsWith('reader') && sum !== 0);
  const rounded = (entries: [string, number][]) => entries.map(([key, sum]) => `${key}: ${sum.toFixed(3)}`).toSorted();
  expect(rounded(found)).toEqual(rounded(Object.entries(expected).filter(([, sum]) => sum !== 0)));
  const [readers] = await database.sql`select
    (select coalesce(sum(committed), 0) from budget where key like 'reader_day%') as kept,
    (select coalesce(sum(cost_nano_usd), 0) from usage_entry) as booked,
    (select coalesce(sum(committed), 0) from budget where key like 'reader_answers%') as answers,
    (select count(*) from usage_entry where counts_as_answer) as counted`;
  expect(readers?.['kept']).toBe(readers?.['booked']);
  expect(readers?.['answers']).toBe(readers?.['counted']);
}

it('grants what fits, refuses what does not, and adds up, whatever happens to calls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => live(steps)),
    {
      numRuns: 40,
      examples: [
        [
          [
            { do: 'reserve', reader: 0, tokens: 210, answer: false, translation: true },
            { do: 'reserve', reader: 0, tokens: 0, answer: false, translation: true },
            { do: 'settle', call: 1, tokens: 1791 },
            { do: 'reserve', reader: 0, tokens: 0, answer: false, translation: true },
          ],
        ],
      ],
    },
  );
}, 120_000);
