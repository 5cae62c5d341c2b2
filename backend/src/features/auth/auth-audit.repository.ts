/** The SQL of the audit. */
import { desc } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { auditEntry } from './auth-audit.table.ts';

/** Something that was done. */
export interface AuditRecord {
  readonly kind:
    | 'role.changed'
    | 'account.created'
    | 'account.deleted'
    | 'account.banned'
    | 'account.unbanned'
    | 'sessions.revoked';
  /** Account that did it; null: the command line, or the server itself. */
  readonly actor: string | null;
  /** Account that it was done to. */
  readonly subject: string;
  /** What belongs to the kind; never names, addresses or texts. */
  readonly details?: Readonly<Record<string, string>>;
}

/**
 * Writes a line.
 * @param db the transaction of what is done, so that neither is there without the other
 */
export async function recordAudit(db: Db, { kind, actor, subject, details = {} }: AuditRecord): Promise<void> {
  await db.insert(auditEntry).values({ kind, actor, subject, details });
}

/** The newest lines first. */
export async function readAudit(db: Db, limit: number): Promise<(typeof auditEntry.$inferSelect)[]> {
  return db.select().from(auditEntry).orderBy(desc(auditEntry.at)).limit(limit);
}
