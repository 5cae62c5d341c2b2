/** Rows of one page. */
export const ROWS_PER_PAGE = 100;

/**
 * All rows of a list, a page at a time: no more than one is in memory.
 *
 * @param read - gives at most {@link ROWS_PER_PAGE} rows behind a place; from the start without one
 * @param placeOf - where the next page begins
 */
export async function* readPages<Row, Place>(
  read: (after?: Place) => Promise<Row[]>,
  placeOf: (row: Row) => Place,
): AsyncGenerator<Row> {
  let after: Place | undefined;
  for (;;) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_PER_PAGE) return;
    after = placeOf(last);
  }
}
