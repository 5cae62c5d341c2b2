/**
 * Runs transactions of postgres.js so that a connection lost in the middle fails the transaction and nothing else.
 *
 * postgres.js 3.4.9 writes to the socket of a lost connection when the callback of a transaction goes on, or when it
 * rolls back itself, and throws where nothing can catch it: the process would end. So after a loss no statement of the
 * transaction may reach it any more, and its own COMMIT or ROLLBACK is held back.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import {
  CommitUnknownError,
  ConnectionLostError,
  DatabaseUnavailableError,
  isConnectionLost,
} from './database-errors.ts';

/** What is known about the connection of one open transaction. */
interface TransactionState {
  /** Some connection of the pool has closed in this turn of the event loop: it may have been this one. */
  suspect: boolean;
  /** The connection is gone. */
  lost: boolean;
  /** The callback is done and postgres.js commits or rolls back. */
  settled: boolean;
  /** It commits. */
  committing: boolean;
  readonly onLost: Set<(error: Error) => void>;
}

type Callback = (transaction: TransactionSql) => unknown;

const NEVER = new Promise<never>(() => undefined);

/** The open transactions of one pool. */
export class TransactionScope {
  readonly #open = new Set<TransactionState>();

  /** To be called (by the pool's `onclose`) whenever a connection of the pool has closed. */
  connectionClosed(): void {
    for (const state of this.#open) state.suspect = true;
    // By the next turn the promise of the transaction on that connection has been rejected, which tells it apart.
    setImmediate(() => {
      for (const state of this.#open) state.suspect = false;
    });
  }

  /**
   * Runs a transaction.
   *
   * @throws what the callback throws; ConnectionLostError when nothing was kept, CommitUnknownError when nobody knows
   */
  async run(client: Sql, mode: string, callback: Callback): Promise<unknown> {
    const state: TransactionState = {
      suspect: false,
      lost: false,
      settled: false,
      committing: false,
      onLost: new Set(),
    };
    this.#open.add(state);
    try {
      return await client.begin(mode, async (transaction) => {
        const result = await finish(state, async () => callback(guardTransaction(transaction, state)));
        state.settled = true;
        const value = result();
        state.committing = true;
        return value;
      });
    } catch (error) {
      if (!state.settled) markLost(state);
      if (state.committing && isConnectionLost(error)) throw new CommitUnknownError({ cause: error });
      // Somebody has said already what it means, maybe of another connection.
      if (error instanceof DatabaseUnavailableError) throw error;
      // Before the commit, or after what the callback threw: the server has rolled back.
      if (isConnectionLost(error)) throw new ConnectionLostError({ cause: error });
      throw error;
    } finally {
      this.#open.delete(state);
    }
  }
}

/** Runs the callback; resolves to its outcome unless the connection was lost meanwhile (then never). */
async function finish(state: TransactionState, callback: () => Promise<unknown>): Promise<() => unknown> {
  const outcome = await callback().then(
    (value) => ({ failed: false, give: () => value }),
    (error: unknown) => ({
      failed: true,
      give: () => {
        throw error;
      },
    }),
  );
  if (outcome.failed || state.suspect) await nextTurn();
  if (state.lost) await NEVER;
  return outcome.give;
}

function markLost(state: TransactionState): void {
  state.lost = true;
  for (const tell of state.onLost) tell(new ConnectionLostError());
}

function assertConnected(state: TransactionState): void {
  if (state.lost || state.suspect) throw new ConnectionLostError();
}

/** Keeps statements of a lost transaction away from the driver. */
function guardTransaction(transaction: TransactionSql, state: TransactionState): TransactionSql {
  return new Proxy(transaction, {
    apply(target, thisArg, args) {
      assertConnected(state);
      return Reflect.apply(target, thisArg, args);
    },
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      if (property === 'savepoint') return (...args: unknown[]) => runSavepoint(target, state, args);
      if (property !== 'unsafe' && property !== 'file') return value;
      return (...args: unknown[]) => {
        assertConnected(state);
        return Reflect.apply(value, target, args);
      };
    },
  });
}

/** A nested transaction: its waiter hears of a loss, while postgres.js must not roll back to the savepoint. */
async function runSavepoint(transaction: TransactionSql, state: TransactionState, args: unknown[]): Promise<unknown> {
  assertConnected(state);
  const callback = args.at(-1);
  if (typeof callback !== 'function') throw new TypeError('savepoint() needs a callback');
  const lost = Promise.withResolvers<never>();
  state.onLost.add(lost.reject);
  const guarded = async (nested: TransactionSql): Promise<unknown> => {
    const give = await finish(state, async () => Reflect.apply(callback, undefined, [guardTransaction(nested, state)]));
    return give();
  };
  const [name] = args;
  try {
    const saved = typeof name === 'string' ? transaction.savepoint(name, guarded) : transaction.savepoint(guarded);
    return await Promise.race([saved, lost.promise]);
  } finally {
    state.onLost.delete(lost.reject);
  }
}
