/**
 * Refuses the root database inside an open transaction. On the embedded database such a query waits for its own
 * transaction to end; on PostgreSQL it takes a second connection and, under load, does the same.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sql, TransactionSql, UnsafeQueryOptions } from 'postgres';
import { NestedDatabaseUseError } from './database-errors.ts';
import { isReadOnly, repeatRead } from './repeated-read.ts';
import type { TransactionScope } from './transaction-scope.ts';

/** Set while the callback of a transaction runs; work that outlives the callback is free again. */
const openTransaction = new AsyncLocalStorage<{ open: boolean }>();

/** Prepared statements live as long as their connection, so only so many different ones are made. */
const MAX_PREPARED_STATEMENTS = 256;

/** How a client is wrapped. */
export interface GuardOptions {
  readonly scope: TransactionScope;
  /** Prepare the statements that run again and again (not through a pooler that shares its connections). */
  readonly prepare: boolean;
  /** Statements with which each transaction begins. */
  readonly beginWith?: string;
  /** Told of each statement before it is sent, inside and outside of transactions; what it throws refuses it. */
  readonly beforeStatement?: (text: string) => void;
}

/** Runs something that begins inside a transaction but is no part of it, such as a job that goes on after it. */
export function outsideTransaction<Result>(callback: () => Result): Result {
  return openTransaction.exit(callback);
}

function assertOutsideTransaction(): void {
  if (openTransaction.getStore()?.open) throw new NestedDatabaseUseError();
}

async function runInside(callback: () => unknown): Promise<unknown> {
  const state = { open: true };
  try {
    return await openTransaction.run(state, async () => callback());
  } finally {
    state.open = false;
  }
}

/** Wraps a client of postgres.js: see the file's head, and {@link TransactionScope} for what `begin` does. */
export function guardClient(client: Sql, options: GuardOptions): Sql {
  const prepared = new Set<string>();
  const check = options.beforeStatement ?? (() => undefined);

  const shouldPrepare = (text: string): boolean => {
    if (!options.prepare) return false;
    if (prepared.size < MAX_PREPARED_STATEMENTS) prepared.add(text);
    return prepared.has(text);
  };

  const begin = (...args: unknown[]): Promise<unknown> => {
    assertOutsideTransaction();
    const callback = args.at(-1);
    if (typeof callback !== 'function') throw new TypeError('begin() needs a callback');
    const mode = typeof args[0] === 'string' ? args[0] : '';
    return options.scope.run(client, mode, async (transaction: TransactionSql) => {
      if (options.beginWith !== undefined) await transaction.unsafe(options.beginWith);
      return runInside(() => Reflect.apply(callback, undefined, [checkStatements(transaction, check)]));
    });
  };

  const unsafe = (
    text: string,
    parameters?: Parameters<Sql['unsafe']>[1],
    queryOptions?: UnsafeQueryOptions,
  ): ReturnType<Sql['unsafe']> => {
    assertOutsideTransaction();
    check(text);
    // Drizzle gives text and parameters only; postgres.js would send such a statement unprepared each time.
    const prepare = queryOptions === undefined && parameters !== undefined && parameters.length > 0;
    const sendOptions = prepare && shouldPrepare(text) ? { prepare: true } : queryOptions;
    const make = () => client.unsafe(text, parameters, sendOptions);
    return isReadOnly(text) ? repeatRead(make) : make();
  };

  const reserve = (): unknown => {
    assertOutsideTransaction();
    return client.reserve();
  };

  return new Proxy(client, {
    apply(target, thisArg, args) {
      // sql(object) and sql('name') only build a part of a query; sql`…` runs one.
      if (isTemplate(args[0])) {
        assertOutsideTransaction();
        check(args[0].join('?'));
      }
      return Reflect.apply(target, thisArg, args);
    },
    get(target, property) {
      if (property === 'begin') return begin;
      if (property === 'unsafe') return unsafe;
      if (property === 'reserve') return reserve;
      return Reflect.get(target, property);
    },
  });
}

/** The pieces of a template's text, as a tag function gets them. */
function isTemplate(value: unknown): value is readonly string[] {
  return Array.isArray(value) && 'raw' in value;
}

/** Checks what is sent in a transaction, and in the transactions nested in it. */
function checkStatements(transaction: TransactionSql, check: (text: string) => void): TransactionSql {
  return new Proxy(transaction, {
    apply(target, thisArg, args) {
      if (isTemplate(args[0])) check(args[0].join('?'));
      return Reflect.apply(target, thisArg, args);
    },
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      if (property === 'unsafe') {
        return (text: string, ...rest: unknown[]) => {
          check(text);
          return Reflect.apply(value, target, [text, ...rest]);
        };
      }
      if (property !== 'savepoint') return value;
      return (...args: unknown[]) => {
        const callback = args.at(-1);
        if (typeof callback !== 'function') throw new TypeError('savepoint() needs a callback');
        const checked = (nested: TransactionSql) =>
          Reflect.apply(callback, undefined, [checkStatements(nested, check)]);
        return Reflect.apply(value, target, [...args.slice(0, -1), checked]);
      };
    },
  });
}
