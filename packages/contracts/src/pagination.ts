/** Lists: keyset pagination. A cursor is opaque; a list that changes while it is read neither repeats nor skips. */
import { z } from 'zod';

/** Most items of one page. */
export const MAX_PAGE_SIZE = 100;
/** Items of a page when none are asked for. */
export const DEFAULT_PAGE_SIZE = 20;

/** Query of every list. */
export const paginationParamsSchema = z
  .strictObject({
    cursor: z
      .string()
      .max(500)
      .optional()
      .describe('`nextCursor` of the page before; left out: the first page')
      .meta({ example: 'MjAyNi0xMS0yMVQxMjowMDowMFo' }),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MAX_PAGE_SIZE)
      .default(DEFAULT_PAGE_SIZE)
      .describe('Items on the page, 1 to 100')
      .meta({ example: 20 }),
  })
  .meta({ id: 'PaginationParams' });

/** A page of any list; each feature names its own with {@link paginatedSchema}. */
export const paginatedResponseSchema = z
  .object({
    items: z.array(z.unknown()).describe('Newest or most important first, as the list says'),
    nextCursor: z.string().nullable().describe('For the next page; null on the last'),
  })
  .meta({ id: 'PaginatedResponse' });

/**
 * Makes the schema of a page of items.
 * @param item schema of one item
 * @param id name of the page in the API's description, e.g. `ChatSessionPage`
 */
export function paginatedSchema<Item extends z.ZodType>(item: Item, id: string) {
  return z
    .object({
      items: z.array(item),
      nextCursor: z.string().nullable().describe('For the next page; null on the last'),
    })
    .meta({ id });
}

/** Query of a list: see {@link paginationParamsSchema}. */
export type PaginationParams = z.infer<typeof paginationParamsSchema>;
/** A page of a list. */
export interface Paginated<T> {
  readonly items: readonly T[];
  /** For the next page; null on the last. */
  readonly nextCursor: string | null;
}
