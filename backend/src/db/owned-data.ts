import type { Db } from './client.ts';

/**
 * What one feature keeps of a reader. Each feature that stores something of its own under an owner's id has one, and
 * the list in `deps.ts` is whole: an account takes over, exports and erases by it alone.
 */
export interface OwnedData {
  /** Name of its part of the export, a key of the JSON document. */
  readonly name: string;
  /**
   * Gives everything of one owner to another. What both have is merged (of two states the later wins), and a second
   * call finds nothing more to move.
   *
   * @param db - the transaction in which all features move together
   */
  move(db: Db, from: string, to: string): Promise<void>;
  /** All that is kept of an owner, as JSON values, read page by page so that memory stays bounded. */
  export(ownerId: string): AsyncIterable<unknown>;
  /**
   * Ends what still runs for an owner and would store more; called before {@link OwnedData.erase}, outside of its
   * transaction.
   */
  stop?(ownerId: string): Promise<void>;
  /**
   * Deletes all that is kept of an owner. Called a second time some minutes later, for what came in between.
   *
   * @param db - the transaction in which all features are erased together
   */
  erase(db: Db, ownerId: string): Promise<void>;
}
