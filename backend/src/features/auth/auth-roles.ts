/** Who has which role: given by the command line; admins give them over HTTP. */
import type { Role } from '@lectern/contracts';
import { NotFoundError } from '../../config/app-error.ts';
import type { Db } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { endSessions, findUserByEmail, listUsersWithRoles, setRole } from './auth.repository.ts';
import { recordAudit } from './auth-audit.repository.ts';
import { tidyEmail } from './auth-names.ts';

/** An account with its role. */
export interface RoleHolder {
  readonly email: string;
  readonly role: Role;
  readonly emailVerified: boolean;
}

/** Gives and lists roles. */
export interface Roles {
  /**
   * Gives a role to the account of an address, ends its sessions and writes the audit line; the role that it has already
   * changes nothing.
   * @throws ACCOUNT_NOT_FOUND
   */
  grant(email: string, role: Role): Promise<RoleHolder>;
  /** Accounts with a role beyond that of a reader, in the order of their addresses. */
  list(): Promise<RoleHolder[]>;
}

const PRIVILEGED = ['author', 'instructor', 'admin'] as const;

/** Makes it. */
export function createRoles(db: Db): Roles {
  return {
    grant: (email, role) =>
      transaction(db, async (tx) => {
        const user = await findUserByEmail(tx, tidyEmail(email));
        if (user === undefined) throw new NotFoundError('ACCOUNT_NOT_FOUND');
        const holder = { email: user.email, role, emailVerified: user.emailVerified };
        if (user.role === role) return holder;
        await setRole(tx, user.id, role);
        // Whoever may do other things now signs in again: no session is older than its rights.
        await endSessions(tx, user.id);
        await recordAudit(tx, { kind: 'role.changed', actor: null, subject: user.id, details: { role } });
        return holder;
      }),
    list: async () =>
      (await listUsersWithRoles(db, PRIVILEGED)).map(({ email, role, emailVerified }) => ({
        email,
        role,
        emailVerified,
      })),
  };
}
