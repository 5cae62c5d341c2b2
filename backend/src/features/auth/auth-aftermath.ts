/** What follows once Better-Auth has done something: sessions that end, mails that tell of it, the audit. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Db } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { endSessions, findUser } from './auth.repository.ts';
import { recordAudit } from './auth-audit.repository.ts';
import type { AccountMails } from './auth-mails.ts';

/** Something that succeeded. */
interface Done {
  readonly request: FastifyRequest;
  readonly body: { readonly userId?: string | undefined; readonly role?: unknown };
}

/** Does what follows from a path's good answer. */
export type AfterAnswer = (path: string, done: Done) => Promise<void>;

const linkPayload = z.object({ email: z.string(), updateTo: z.string(), requestType: z.string() });

/** Makes it. */
export function createAftermath({ db, mails }: { readonly db: Db; readonly mails: AccountMails }): AfterAnswer {
  const audit = async (kind: Parameters<typeof recordAudit>[1]['kind'], { request, body }: Done, details = {}) => {
    const subject = body.userId;
    if (subject === undefined) return;
    await transaction(db, async (tx) => {
      // Whoever may do other things now signs in again: no session is older than its rights.
      if (kind === 'role.changed') await endSessions(tx, subject);
      await recordAudit(tx, { kind, actor: request.identity?.id ?? null, subject, details });
    });
  };
  const steps: Readonly<Record<string, (done: Done) => Promise<void>>> = {
    '/admin/set-role': (done) => audit('role.changed', done, { role: String(done.body.role) }),
    '/admin/ban-user': (done) => audit('account.banned', done),
    '/admin/unban-user': (done) => audit('account.unbanned', done),
    '/admin/revoke-user-sessions': (done) => audit('sessions.revoked', done),
    '/change-password': async ({ request }) => {
      const user = request.identity === null ? undefined : await findUser(db, request.identity.id);
      if (user !== undefined) await mails.notify(user, 'password_changed');
    },
    '/verify-email': async ({ request }) => {
      const change = changedEmail(request.query);
      if (change !== undefined) await mails.notify({ email: change.email, name: '' }, 'email_changed', change.updateTo);
    },
  };
  return async (path, done) => steps[path]?.(done);
}

/** The former and the new address of a link that changed it; Better-Auth has checked its signature by now. */
function changedEmail(query: unknown): { readonly email: string; readonly updateTo: string } | undefined {
  const { token } = z.object({ token: z.string() }).safeParse(query).data ?? {};
  const payload = linkPayload.safeParse(readPayload(token ?? '')).data;
  return payload?.requestType === 'change-email-verification' ? payload : undefined;
}

/** The payload of a JSON Web Token, unchecked; undefined when it is none. */
function readPayload(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
