/** Lets pg-boss work on our database through postgres.js, embedded or not. */
import type { Db as PgBossDatabase } from 'pg-boss';
import type { Database, Sql } from '../../db/client.ts';
import { outsideTransaction } from '../../db/guarded-client.ts';

/** Anything that a statement of pg-boss gives back. */
type Row = Record<string, unknown>;

/**
 * Adapts a client with one connection.
 *
 * pg-boss sends statements without parameters as one text of several statements with its own BEGIN and COMMIT, and
 * expects of a failed one that the next starts afresh, so statements go one after the other and a failed one is rolled
 * back.
 */
export function adaptDatabase(database: Database, client: Sql): PgBossDatabase {
  let last: Promise<unknown> = Promise.resolve();

  const run = async (text: string, values: unknown[] | undefined): Promise<Row[]> => {
    if (values && values.length > 0) return [...(await client.unsafe<Row[]>(text, values.map(toParameter)))];
    try {
      const results: unknown[] = await client.unsafe(text).simple();
      return results.flat().filter(isRow);
    } catch (error) {
      await client.unsafe('rollback').catch(() => undefined);
      throw error;
    }
  };

  return {
    executeSql: async (text, values) => {
      // The queue's timers may have been started inside a request's transaction; they are no part of it.
      const result = last.then(() => outsideTransaction(() => run(text, values)));
      last = result.catch(() => undefined);
      return { rows: await result };
    },
    listen: async (channel, onNotification, onReconnect) => {
      const stop = await database.listen(channel, onNotification, onReconnect);
      onReconnect();
      return { close: stop };
    },
  };
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}

type Scalar = string | number | boolean | Date | Uint8Array | null;

/** What postgres.js takes as a parameter: node-postgres, which pg-boss expects, turns objects into JSON by itself. */
function toParameter(value: unknown): Scalar | Scalar[] {
  return Array.isArray(value) ? value.map(toScalar) : toScalar(value);
}

function toScalar(value: unknown): Scalar {
  if (value === undefined || value === null) return null;
  if (value instanceof Date || value instanceof Uint8Array) return value;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
