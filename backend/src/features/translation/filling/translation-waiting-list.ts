/** All segments that are waited for in this process, by chapter and language. */
import { BudgetSpentError, type Payer } from '../../../usage/index.ts';
import type { SegmentOutcome } from './translation-batch.ts';
import { type Lane, type Pending, payerName, type Waiter } from './translation-pending.ts';

/** Limits that one reader has for himself; another one who waits may still pay. */
const OWN_LIMITS: readonly string[] = ['reader_day', 'address_day', 'reader_answers', 'address_answers'];

/** A lane with what is waited for in it. */
export interface OpenLane extends Lane {
  readonly pendings: Set<Pending>;
  /** Batches of it that are under way. */
  running: number;
  /** What other processes translate of it is being looked for. */
  following: boolean;
}

const laneName = ({ pair, chapter }: Lane): string => `${pair.source} ${pair.target} ${chapter.key}`;
const segmentName = ({ pair }: Lane, hash: string): string => `${pair.source} ${pair.target} ${hash}`;

/** The list. */
export class WaitingList {
  readonly #pendings = new Map<string, Pending>();
  readonly #lanes = new Map<string, OpenLane>();
  readonly #onSettled: (outcome: SegmentOutcome) => void;

  /** @param onSettled told what became of each segment */
  constructor(onSettled: (outcome: SegmentOutcome) => void) {
    this.#onSettled = onSettled;
  }

  /** Lanes with something in them. */
  lanes(): OpenLane[] {
    return Array.from(this.#lanes.values());
  }

  lane({ pair, chapter }: Lane): OpenLane {
    const name = laneName({ pair, chapter });
    const open = this.#lanes.get(name) ?? { pair, chapter, pendings: new Set<Pending>(), running: 0, following: false };
    this.#lanes.set(name, open);
    return open;
  }

  /** Everything that is waited for. */
  all(): Pending[] {
    return Array.from(this.#pendings.values());
  }

  /** Adds one who waits for a segment; who waits already is joined. */
  join({ segment, lane, again }: Pick<Pending, 'segment' | 'lane' | 'again'>, waiter: Waiter): Pending {
    const name = segmentName(lane, segment.hash);
    const pending: Pending = this.#pendings.get(name) ?? {
      segment,
      lane,
      again,
      waiters: new Set(),
      state: 'waiting',
    };
    this.#pendings.set(name, pending);
    this.lane(pending.lane).pendings.add(pending);
    pending.waiters.add(waiter);
    return pending;
  }

  /** Whether a segment is still waited for. */
  has(pending: Pending): boolean {
    return this.#pendings.get(segmentName(pending.lane, pending.segment.hash)) === pending;
  }

  /** Takes away one who waits. What is under way goes on. */
  leave(pending: Pending, waiter: Waiter): void {
    pending.waiters.delete(waiter);
    if (pending.waiters.size === 0 && pending.state !== 'running') this.#forget(pending);
  }

  /** Ends the waiting for a segment. @param costUsd what it took of the payer's money */
  settle(pending: Pending, outcome: SegmentOutcome, payer?: Payer, costUsd = 0): void {
    if (!this.has(pending)) return;
    this.#forget(pending);
    this.#onSettled(outcome);
    let cost = costUsd;
    for (const waiter of pending.waiters) {
      const paid = payer !== undefined && payerName(waiter.payer) === payerName(payer) ? cost : 0;
      cost -= paid;
      waiter.resolve(outcome, paid);
    }
  }

  /**
   * Ends the waiting for a segment that could not be translated; a limit of one reader ends it for that reader alone.
   * @param costUsd what the try took of the payer's money
   */
  refuse(pending: Pending, outcome: SegmentOutcome, payer: Payer, costUsd = 0): void {
    const isOwn =
      outcome.type === 'unpaid' &&
      outcome.error instanceof BudgetSpentError &&
      OWN_LIMITS.includes(outcome.error.limit);
    if (!isOwn || !this.has(pending)) {
      this.settle(pending, outcome, payer, costUsd);
      return;
    }
    let cost = costUsd;
    for (const waiter of pending.waiters) {
      if (payerName(waiter.payer) !== payerName(payer)) continue;
      pending.waiters.delete(waiter);
      waiter.resolve(outcome, cost);
      cost = 0;
    }
    if (pending.waiters.size === 0) this.#forget(pending);
    else pending.state = 'waiting';
  }

  /** Lets go of a lane in which nothing is left. */
  tidy(lane: OpenLane): void {
    if (lane.pendings.size === 0 && lane.running === 0 && !lane.following) this.#lanes.delete(laneName(lane));
  }

  #forget(pending: Pending): void {
    if (!this.has(pending)) return;
    this.#pendings.delete(segmentName(pending.lane, pending.segment.hash));
    const lane = this.lane(pending.lane);
    lane.pendings.delete(pending);
    this.tidy(lane);
  }
}
