/** Cursors of lists that are ordered by a time and an id. */
import { z } from 'zod';
import { ValidationError } from '../config/app-error.ts';

/** A place in a list. */
export interface ListCursor {
  readonly at: Date;
  readonly id: string;
}

/** A page of a list. */
export interface ListPage<Item> {
  readonly items: Item[];
  /** Where the next page begins; null at the end. */
  readonly nextCursor: string | null;
}

const cursorSchema = z.tuple([
  z.iso
    .datetime()
    .transform((at) => new Date(at))
    // Nothing is older; PostgreSQL knows no year 0.
    .refine((at) => at.getTime() >= 0),
  z.uuid(),
]);

/** Writes a cursor. */
export const writeCursor = ({ at, id }: ListCursor): string =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');

/**
 * Reads a cursor; none for the first page.
 * @throws INVALID_CURSOR
 */
export const readCursor = (cursor: string | undefined): ListCursor | undefined => {
  if (cursor === undefined) return undefined;
  try {
    const [at, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, id };
  } catch (cause) {
    throw new ValidationError('INVALID_CURSOR', { cause });
  }
};

/** Makes a page of rows that were read with one more than is shown, which tells whether there is a next page. */
export const pageOf = <Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => ListCursor): ListPage<Row> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor(placeOf(last)) : null };
};
