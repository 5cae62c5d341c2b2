/** Asks once more when the connection broke under a statement that only reads: nothing can have happened twice. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { isConnectionLost } from './database-errors.ts';

type Statement = ReturnType<Sql['unsafe']>;

const MAX_ATTEMPTS = 3;
/** Others of the pool may be lost in the same moment; by then the driver has heard of it. */
const PAUSE_MS = 25;

const READING = /^\s*select\b/i;
/** What a select may change all the same: locks, sequences, notifications, other sessions. */
const EFFECTS =
  /\bfor\s+(?:no\s+key\s+update|update|key\s+share|share)\b|\b(?:nextval|setval|set_config|pg_notify|pg_terminate|pg_cancel|pg_(?:try_)?advisory|lo_|dblink)\w*\s*\(/i;

/** Whether a statement may be repeated without a thought. */
export function isReadOnly(text: string): boolean {
  return READING.test(text) && !EFFECTS.test(text);
}

/**
 * A statement that is sent again, on another connection, when the one it was on broke. The driver sends a statement
 * when somebody waits for it, so that a second one is made only then.
 *
 * @param make makes the statement, not sent yet
 */
export function repeatRead(make: () => Statement): Statement {
  return repeat(make, () => repeat(() => make().values()));
}

function repeat<Query extends Promise<unknown>>(make: () => Query, values?: () => unknown): Query {
  const first = make();
  const run = async (): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (attempt === 1 ? first : make());
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isConnectionLost(error)) throw error;
        await delay(PAUSE_MS * attempt);
      }
    }
  };
  let running: Promise<unknown> | undefined;
  const result = (): Promise<unknown> => {
    running ??= run();
    return running;
  };
  return new Proxy(first, {
    get(target, property) {
      if (property === 'values' && values !== undefined) return values;
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      if (property === 'then' || property === 'catch' || property === 'finally') {
        return (...args: unknown[]) => Reflect.apply(Reflect.get(Promise.prototype, property), result(), args);
      }
      return value.bind(target);
    },
  });
}
