/** What roles may do at the routes of Better-Auth; authors and instructors have theirs elsewhere. */
import { createAccessControl } from 'better-auth/plugins/access';

const statements = {
  user: ['list', 'get', 'set-role', 'ban'],
  session: ['list', 'revoke'],
} as const;

/** Who may do what, as Better-Auth asks. */
export const access = createAccessControl(statements);
const nothing = access.newRole({ user: [], session: [] });
/** The rights of each role. */
export const ROLES = {
  reader: nothing,
  author: nothing,
  instructor: nothing,
  admin: access.newRole({ user: ['list', 'get', 'set-role', 'ban'], session: ['list', 'revoke'] }),
};
