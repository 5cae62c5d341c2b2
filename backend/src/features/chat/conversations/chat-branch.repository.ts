/** The SQL that walks a branch of a conversation. */
import { desc, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { chatMessage } from '../chat.table.ts';

/** A message as the history needs it. */
export interface BranchMessage extends Record<string, unknown> {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly parentMessageId: string | null;
}

/** What of a branch is read. */
export interface BranchRequest {
  readonly sessionId: string;
  /** Message that the branch ends with; undefined: the last answer of the conversation. */
  readonly leafId: string | undefined;
  /** Most messages, counted from the leaf. */
  readonly limit: number;
}

/**
 * Reads a message and what stands before it, up to the root: the leaf first.
 * @returns an empty list when the conversation has no such message
 */
export const readBranch = (db: Db, { sessionId, leafId, limit }: BranchRequest): Promise<BranchMessage[]> => {
  const isLeaf = leafId === undefined ? sql`role = 'assistant'` : sql`id = ${leafId}`;
  // The depth also ends the walk in a circle, which only a hand in the database could make.
  return db.execute<BranchMessage>(sql`
    with recursive branch as (
      (
        select id, role, text, parent_message_id, 1 as depth
        from ${chatMessage}
        where session_id = ${sessionId} and ${isLeaf}
        order by ${desc(sql`position`)}
        limit 1
      )
      union all
      select before.id, before.role, before.text, before.parent_message_id, branch.depth + 1
      from ${chatMessage} before
      join branch on before.id = branch.parent_message_id
      where before.session_id = ${sessionId} and branch.depth < ${limit}
    )
    select id, role, text, parent_message_id as "parentMessageId" from branch order by depth
  `);
};
