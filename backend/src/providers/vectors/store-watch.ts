/** Keeps a store that is away from being waited for by every reader, and sees when it is back. */
import type { Logger } from 'pino';
import { type Circuit, type CircuitCall, createProviderCircuit } from '../provider-circuit.ts';
import { isPassing, StoreFault, type VectorStore } from './vector-store.port.ts';

/** What watches a store. */
export interface StoreWatch {
  /** Lets a question pass to the store; undefined while it is away. */
  admit(): CircuitCall | undefined;
  /** Whether nobody waits for it now. */
  readonly isAway: boolean;
  stop(): void;
}

/** How it is made. */
export interface StoreWatchOptions {
  readonly store: Pick<VectorStore, 'list' | 'label'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Between two looks, ms. */
  readonly lookMs: number;
  /** Told when it answers again: what was in it may be gone. */
  readonly onBack: () => void;
}

/** Makes it. */
export const createStoreWatch = ({ store, logger, lookMs, onBack }: StoreWatchOptions): StoreWatch => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const closed = (): Circuit =>
    createProviderCircuit({
      counts: (failure) => isPassing(failure) || (failure instanceof StoreFault && failure.kind === 'unauthorized'),
      forgotten: () => new StoreFault('unreachable', `${store.label} was never heard of again`),
      onChange: (open) => {
        if (!open || stopped) return;
        logger.warn(`${store.label} does not answer: words in this process answer until it is back`);
        timer ??= setInterval(() => void look(), lookMs).unref();
      },
    });

  const look = async (): Promise<void> => {
    const isBack = await store.list().then(
      () => true,
      () => false,
    );
    if (!isBack || timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    // The circuit would wait for its own half-open time: the look has shown already that it is back.
    circuit = closed();
    logger.info(`${store.label} answers again`);
    onBack();
  };

  let circuit = closed();
  return {
    admit: () => circuit.admit(),
    get isAway() {
      return timer !== undefined;
    },
    stop: () => {
      stopped = true;
      clearInterval(timer);
      timer = undefined;
    },
  };
};
