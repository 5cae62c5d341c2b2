/** The ledger over the database: see README.md for windows, atomicity and what happens when. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Sql } from '../db/client.ts';
import {
  type Allowance,
  BudgetSpentError,
  type Ledger,
  type Payer,
  type Reservation,
  type ReservationRequest,
  type SpentLimit,
  type SpentUsage,
} from './ledger.port.ts';
import { createLedgerRepository, type LedgerRepository } from './ledger.repository.ts';
import { allowanceWithin } from './ledger-allowance.ts';
import { createLedgerMetrics, type LedgerMetrics, type UsedShares } from './ledger-metrics.ts';
import type { ReserveOutcome, SumRaise } from './ledger-reservation.repository.ts';
import { createRoom, type Room } from './ledger-room.ts';
import { toUsd } from './nano-usd.ts';
import { createPayerHider } from './payer-hash.ts';
import { type BilledUnits, costOf, type Price, type PriceList } from './price-list.ts';
import { type Charge, chargesOf, dayOf, monthOf, type SpendingLimits } from './spending-limits.ts';

/** What a ledger needs. */
export interface LedgerOptions {
  /** The root database's driver. */
  readonly sql: Sql;
  readonly prices: PriceList;
  readonly limits: SpendingLimits;
  /** Key that hides addresses, 32 bytes. */
  readonly addressKey: Buffer;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  readonly registry: Registry;
  /** Longest that a call waits for others to give back what they do not need, ms; default 2,000. */
  readonly waitForRoomMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const WAIT_FOR_ROOM_MS = 2_000;

/** The operator is told when this much of a limit is used, percent. */
const WARN_PERCENT = 80n;
/** Limits that the operator is told of; a reader's own are nobody else's business. */
const OPERATOR_LIMITS: readonly SpentLimit[] = ['global_day', 'global_month', 'feature_day'];

/** Makes the ledger. */
export function createLedger(options: LedgerOptions): Ledger {
  const { prices, limits } = options;
  const hidePayer = createPayerHider(options.addressKey);
  const now = () => new Date((options.now ?? Date.now)());
  const repository = createLedgerRepository(options.sql);
  const room = createRoom();
  const metrics = createLedgerMetrics(options.registry, () => readShares(repository, limits, now()));

  // The month whose rest was too little for the last answer that was wanted; '' while there is room. A rest of some cents
  // pays for nothing, and only a refusal tells.
  let tightMonth = '';

  const allowance = async (payer: Payer): Promise<Allowance> => {
    const at = now();
    const charges = chargesOf(limits, hidePayer(payer), { feature: 'chat', countsAsAnswer: true }, at);
    const used = await repository.sums(charges);
    const { answersLeft: within, resetsAt } = allowanceWithin(charges, used, { at, tightMonth });
    // Who has no identity yet gets one with the first answer, and that one's limit with it.
    const isNew = payer.readerId === null && limits.answersPerReaderPerDay > 0;
    const answersLeft = isNew ? Math.min(within ?? Number.POSITIVE_INFINITY, limits.answersPerReaderPerDay) : within;
    return { answersLeft, resetsAt };
  };

  return {
    async reserve(request) {
      const price = prices.of(request.provider, request.model);
      const units = mostUnits(request);
      const cost = costOf(price, units);
      const at = now();
      const payer = hidePayer(request.payer);
      const countsAsAnswer = request.countsAsAnswer ?? false;
      const { feature, provider, model, chapterId = null, language = null } = request;
      const charges = chargesOf(limits, payer, { feature, countsAsAnswer }, at);
      const id = randomUUID();
      const entry = {
        ...payer,
        ...units,
        id,
        reservedAt: at,
        feature,
        provider,
        model,
        chapterId,
        language,
        costNanoUsd: cost,
        countsAsAnswer,
        priceDate: price.date,
      };
      const raises = charges.map((charge) => raiseOf(charge, cost));
      const deadline = performance.now() + (options.waitForRoomMs ?? WAIT_FOR_ROOM_MS);
      const outcome = await withRoom(room, charges, deadline, () => repository.reserve(entry, raises));
      const refusing = charges[outcome.refused[0] ?? -1];
      const isMonthTight = outcome.refused.some((position) => charges[position]?.limit === 'global_month');
      if (countsAsAnswer && (isMonthTight || refusing === undefined)) tightMonth = isMonthTight ? monthOf(at) : '';
      if (refusing !== undefined) {
        metrics.refused(refusing.limit, feature);
        throw new BudgetSpentError(refusing.limit);
      }
      for (const position of outcome.crossed) warn(options.logger, metrics, charges[position]);
      return openReservation({
        id,
        request,
        price,
        cost,
        charges,
        repository,
        room,
        metrics,
        logger: options.logger,
        now,
      });
    },
    answersLeft: async (payer) => (await allowance(payer)).answersLeft,
    allowance,
  };
}

/** The most that a call may take: nothing of its prompt is cached. */
function mostUnits({ inputTokens, maxOutputTokens, characters = 0 }: ReservationRequest): BilledUnits {
  for (const count of [inputTokens, maxOutputTokens, characters]) {
    if (!isCount(count)) throw new RangeError(`a call cannot take ${count} tokens or characters`);
  }
  return { inputTokens, cachedInputTokens: 0, outputTokens: maxOutputTokens, characters };
}

/** Columns are 32 bits wide. */
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** 31;

const amountOf = (charge: Charge, cost: bigint): bigint => (charge.unit === 'money' ? cost : 1n);

function raiseOf(charge: Charge, cost: bigint): SumRaise {
  const { key, windowStart, cap, limit } = charge;
  const warns = OPERATOR_LIMITS.includes(limit) && cap > 0n;
  return { key, windowStart, cap, amount: amountOf(charge, cost), warnAt: warns ? (cap * WARN_PERCENT) / 100n : null };
}

function warn(logger: LedgerOptions['logger'], metrics: LedgerMetrics, charge: Charge | undefined): void {
  if (charge === undefined) return;
  metrics.warned(charge.limit);
  logger.warn(
    { limit: charge.key, windowStart: charge.windowStart, capUsd: toUsd(charge.cap) },
    `${WARN_PERCENT} % of a limit of spending is used; when all of it is, answers are made of quotes`,
  );
}

/** Tries to set money aside, and again when a call that ran has given back what it did not need. */
async function withRoom(
  room: Room,
  charges: readonly Charge[],
  deadline: number,
  attempt: () => Promise<ReserveOutcome>,
): Promise<ReserveOutcome> {
  for (let waited: string | undefined; ; ) {
    const { closings } = room;
    const outcome = await attempt();
    const refusing = charges[outcome.refused[0] ?? -1];
    if (refusing === undefined && waited !== undefined) room.pass(waited);
    // Answers that are counted do not come back, so that nobody waits for them.
    if (refusing?.unit !== 'money') return outcome;
    waited = refusing.key;
    if (!(await room.next(refusing.key, closings, deadline))) return outcome;
  }
}

interface OpenReservation {
  readonly id: string;
  readonly request: ReservationRequest;
  readonly price: Price;
  readonly cost: bigint;
  readonly charges: readonly Charge[];
  readonly repository: LedgerRepository;
  readonly room: Room;
  readonly metrics: LedgerMetrics;
  readonly logger: LedgerOptions['logger'];
  readonly now: () => Date;
}

function openReservation(open: OpenReservation): Reservation {
  const { id, request, price, cost, charges, repository, room, metrics, logger, now } = open;
  const moneyCharges = charges.filter(({ unit }) => unit === 'money');
  const keys = moneyCharges.map(({ key }) => key);
  room.opened(keys);
  const { provider, model, feature } = request;
  let closed = false;
  const closeOnce = async <Closing>(close: () => Promise<Closing>): Promise<Closing | undefined> => {
    if (closed) return undefined;
    closed = true;
    try {
      const closing = await close();
      room.closed(keys);
      return closing;
    } catch (error) {
      // Nothing was booked: the caller may try again. If nobody does, the call stays booked at its full amount. An
      // answer must not break for it.
      closed = false;
      logger.error({ err: error, id }, 'what a call took could not be booked: it stays booked at the most it can cost');
      return undefined;
    }
  };
  return {
    id,
    maxCostUsd: toUsd(cost),
    settle: (usage) =>
      closeOnce(async () => {
        const units = spentUnits(usage, request);
        const spent = costOf(price, units);
        const booked = await repository.settle(
          id,
          { ...units, settledAt: now(), costNanoUsd: spent, estimated: usage.estimated },
          moneyCharges.map(({ key, windowStart }) => ({ key, windowStart, amount: spent - cost })),
        );
        if (!booked) return undefined;
        metrics.booked({ provider, model, feature, costNanoUsd: spent });
        return toUsd(spent);
      }),
    release: () =>
      closeOnce(async () => {
        const changes = charges.map((charge) => ({ ...charge, amount: -amountOf(charge, cost) }));
        await repository.release(id, changes);
      }),
  };
}

/** What a provider says that a call took; a count that is none is taken for the most that was set aside. */
function spentUnits(usage: SpentUsage, request: ReservationRequest): BilledUnits {
  const counted = (count: number | undefined, most: number): number =>
    count !== undefined && isCount(count) ? count : most;
  const inputTokens = counted(usage.inputTokens, request.inputTokens);
  return {
    inputTokens,
    cachedInputTokens: Math.min(counted(usage.cachedInputTokens, 0), inputTokens),
    outputTokens: counted(usage.outputTokens, request.maxOutputTokens),
    characters: counted(usage.characters, request.characters ?? 0),
  };
}

async function readShares(repository: LedgerRepository, limits: SpendingLimits, at: Date): Promise<UsedShares> {
  const [day = 0n, month = 0n] = await repository.sums([
    { key: 'global_day', windowStart: dayOf(at) },
    { key: 'global_month', windowStart: monthOf(at) },
  ]);
  const share = (used: bigint, capUsd: number): number => (capUsd === 0 ? 1 : toUsd(used) / capUsd);
  return { global_day: share(day, limits.usdPerDay), global_month: share(month, limits.usdPerMonth) };
}
