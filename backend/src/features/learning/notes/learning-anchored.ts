/** What notes and bookmarks have in common: things at places of the book. */
import { type ListCursor, type ListPage, pageOf, readCursor } from '../../../db/list-cursor.ts';
import type { LearningServiceDeps } from '../learning-service-deps.ts';
import type { LearningPlaceService } from './learning-place.service.ts';

/** What their services need. */
export interface AnchoredServiceDeps extends LearningServiceDeps {
  readonly places: LearningPlaceService;
}

/** Which notes or bookmarks are asked for. */
export interface AnchoredListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly chapterKey?: string | undefined;
  readonly locale?: string | undefined;
}

/** Something that was made, or was there already. */
export interface Created<Item> {
  readonly item: Item;
  readonly isNew: boolean;
}

type Placed = Parameters<LearningPlaceService['find']>[1] & { readonly id: string; readonly createdAt: Date };
type Place = Awaited<ReturnType<LearningPlaceService['find']>>;

/** Reads rows of an owner, newest first, behind a place. */
type ReadRows<Row> = (
  ownerId: string,
  query: { readonly limit: number; readonly after: ListCursor | undefined; readonly chapterKey: string | undefined },
) => Promise<Row[]>;

/** Makes what lists and presents rows with their places in the book of now. */
export const createAnchoredList = <Row extends Placed, Item>(
  { openBook, places }: Pick<AnchoredServiceDeps, 'openBook' | 'places'>,
  read: ReadRows<Row>,
  present: (row: Row, place: Place) => Item,
) => ({
  /** One of them. */
  present: async (row: Row, locale?: string): Promise<Item> =>
    present(row, await places.find(await openBook(locale), row)),

  /** A page of a reader's, newest first. @throws INVALID_CURSOR */
  list: async (readerId: string | null, query: AnchoredListQuery): Promise<ListPage<Item>> => {
    const { limit, chapterKey, locale } = query;
    const after = readCursor(query.cursor);
    if (readerId === null) return { items: [], nextCursor: null };
    const rows = await read(readerId, { limit: limit + 1, after, chapterKey });
    const page = pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    const book = await openBook(locale);
    const items: Item[] = [];
    for (const row of page.items) items.push(present(row, await places.find(book, row)));
    return { items, nextCursor: page.nextCursor };
  },
});
