/**
 * Fills the memory for readers who wait: one translation for all who wait for the same segment, in this process by the
 * list of what is waited for, across processes by claims. A batch under way is finished and kept, whoever leaves.
 */
import type { Logger } from 'pino';
import { type Ledger, meterTranslations, type Payer } from '../../../usage/index.ts';
import type { MemoryRepository } from '../memory/translation-memory.repository.ts';
import type { ChapterSegment } from '../translation-chapter.ts';
import type { LanguageGlossary } from '../translation-glossary.ts';
import { type BatchDeps, type SegmentOutcome, translateBatch } from './translation-batch.ts';
import type { SegmentClaims } from './translation-claims.ts';
import type { FailureRepository } from './translation-failure.repository.ts';
import { findKnown } from './translation-known.ts';
import { type Lane, nextBatch, type Pending, type PendingBatch, type Waiter } from './translation-pending.ts';
import { type OpenLane, WaitingList } from './translation-waiting-list.ts';

/** Batches of one chapter that are under way at once, and of all. */
const MOST_BATCHES = { lane: 3, all: 8 } as const;

/** What filling needs. */
export interface FillingDeps extends Omit<BatchDeps, 'memory' | 'failures'> {
  readonly memory: Pick<MemoryRepository, 'find' | 'save'>;
  readonly failures: FailureRepository;
  readonly ledger: Pick<Ledger, 'reserve'>;
  readonly claims: SegmentClaims;
  readonly glossaryOf: (language: string) => Promise<LanguageGlossary>;
  /** Language models that the book's author allows; undefined: all. */
  readonly allowedModels: () => readonly string[] | undefined;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Aborted when calls that still run are to be cut. */
  readonly cut: AbortSignal;
  /** Told what became of each segment. */
  readonly onSettled?: (outcome: SegmentOutcome) => void;
}

/** What somebody waits for. */
export interface FillRequest extends Lane {
  readonly segments: readonly {
    readonly segment: ChapterSegment;
    readonly urgent: boolean;
    readonly position: number;
  }[];
  readonly payer: Payer;
  /** Translated again, whatever the memory has: for explicit runs. */
  readonly again?: boolean;
  /** Told once for each segment. */
  readonly onOutcome: (hash: string, outcome: SegmentOutcome, costUsd: number) => void;
}

/** Translates what is missing. */
export interface Filling {
  /** Waits for segments, each of another hash. @returns ends the waiting; what nobody waits for is not begun */
  want(request: FillRequest): () => void;
  /** Begins nothing more, and waits for what is under way. */
  drain(): Promise<void>;
}

/** Makes it. */
export function createFilling(deps: FillingDeps): Filling {
  const { claims, logger } = deps;
  const list = new WaitingList(deps.onSettled ?? (() => undefined));
  const tasks = new Set<Promise<void>>();
  const stopping = new AbortController();
  let running = 0;

  /** Settles what another process has done meanwhile. @returns what is still to be done */
  const lookAgain = async ({ pair }: Lane, candidates: readonly Pending[]): Promise<Pending[]> => {
    const asked = candidates.filter(({ again }) => !again);
    const known = await findKnown(
      deps,
      pair,
      asked.map(({ segment }) => segment),
    );
    for (const pending of asked) {
      const outcome = known.get(pending.segment.hash);
      if (outcome) list.settle(pending, outcome);
    }
    return candidates.filter((pending) => list.has(pending));
  };

  /** What hinders one segment hinders the rest of its chapter: nobody waits for time-out after time-out. */
  const giveUp = (pending: Pending, outcome: SegmentOutcome, payer: Payer, costUsd = 0): void => {
    const { pendings } = list.lane(pending.lane);
    const waiting = Array.from(pendings).filter(({ state }) => state === 'waiting');
    list.refuse(pending, outcome, payer, costUsd);
    for (const each of waiting) list.refuse(each, outcome, payer);
  };

  const translate = async ({ lane, payer, pendings }: PendingBatch): Promise<void> => {
    const { pair, chapter } = lane;
    const batch = new Map(pendings.map((pending) => [pending.segment.hash, pending]));
    let spentUsd = 0;
    const call = { payer, chapterId: chapter.key, language: pair.target };
    const meter = meterTranslations(deps.ledger, call, (costUsd) => {
      spentUsd += costUsd;
    });
    const glossary = await deps.glossaryOf(pair.target);
    const allowedModels = deps.allowedModels();
    const context = { ...pair, chapterTitle: chapter.title, glossary, allowedModels, meter, signal: deps.cut };
    const segments = pendings.map(({ segment }) => segment);
    await translateBatch(deps, segments, context, (hash, outcome) => {
      const pending = batch.get(hash);
      if (pending === undefined) return;
      // What calls took that gave nothing is told, too.
      const costUsd = spentUsd;
      spentUsd = 0;
      if (outcome.type === 'translated' || outcome.type === 'failed') list.settle(pending, outcome, payer, costUsd);
      else giveUp(pending, outcome, payer, costUsd);
    });
  };

  const runBatch = async ({ lane, payer, pendings }: PendingBatch): Promise<void> => {
    let ours: ReadonlySet<string> = new Set();
    try {
      const hashes = pendings.map(({ segment }) => segment.hash);
      ours = await claims.take(lane.pair, hashes);
      for (const pending of pendings) if (!ours.has(pending.segment.hash)) pending.state = 'elsewhere';
      follow(list.lane(lane));
      const mine = await lookAgain(
        lane,
        pendings.filter(({ segment }) => ours.has(segment.hash)),
      );
      if (mine.length > 0) await translate({ lane, payer, pendings: mine });
    } catch (err) {
      logger.error({ err }, 'a batch of translations broke off');
      const open = pendings.filter((pending) => pending.state === 'running' && list.has(pending));
      for (const pending of open) giveUp(pending, { type: 'unreached', isPassing: false }, payer);
    } finally {
      await claims.release(lane.pair, ours).catch((err: unknown) => logger.warn({ err }, 'claims stay until they end'));
    }
  };

  /** Waits for what other processes translate, and takes over what they leave. */
  const follow = (lane: OpenLane): void => {
    const elsewhere = () => Array.from(lane.pendings).filter(({ state }) => state === 'elsewhere');
    if (lane.following || elsewhere().length === 0) return;
    lane.following = true;
    const run = async (): Promise<void> => {
      for (let others = elsewhere(); others.length > 0 && !stopping.signal.aborted; others = elsewhere()) {
        const hashes = others.map(({ segment }) => segment.hash);
        const free = await claims.freed(lane.pair, hashes, stopping.signal);
        const back = others.filter((pending) => free.has(pending.segment.hash) && list.has(pending));
        for (const pending of await lookAgain(lane, back)) pending.state = 'waiting';
        pump();
      }
    };
    track(
      run()
        .catch((err: unknown) => {
          logger.error({ err }, 'translations of other processes could not be looked for');
          for (const pending of elsewhere()) list.settle(pending, { type: 'unreached', isPassing: false });
        })
        .finally(() => {
          lane.following = false;
          list.tidy(lane);
        }),
    );
  };

  const track = (task: Promise<void>): void => {
    tasks.add(task);
    void task.finally(() => tasks.delete(task));
  };

  const begin = (lane: OpenLane, batch: PendingBatch): void => {
    for (const pending of batch.pendings) pending.state = 'running';
    running += 1;
    lane.running += 1;
    const ended = runBatch(batch).finally(() => {
      running -= 1;
      lane.running -= 1;
      list.tidy(lane);
      pump();
    });
    track(ended);
  };

  const pump = (): void => {
    for (const lane of list.lanes()) {
      while (running < MOST_BATCHES.all && lane.running < MOST_BATCHES.lane && !stopping.signal.aborted) {
        const batch = nextBatch(lane.pendings);
        if (batch === undefined) break;
        begin(lane, batch);
      }
    }
  };

  return {
    want({ pair, chapter, segments, payer, again = false, onOutcome }) {
      const lane: Lane = { pair, chapter };
      const waits = segments.map(({ segment, urgent, position }) => {
        const resolve: Waiter['resolve'] = (outcome, costUsd) => onOutcome(segment.hash, outcome, costUsd);
        const waiter: Waiter = { payer, urgent, position, resolve };
        return { pending: list.join({ segment, lane, again }, waiter), waiter };
      });
      pump();
      return () => {
        for (const { pending, waiter } of waits) list.leave(pending, waiter);
      };
    },
    async drain() {
      stopping.abort();
      for (const pending of list.all()) if (pending.state !== 'running') list.settle(pending, { type: 'stopped' });
      await Promise.all(tasks);
    },
  };
}
