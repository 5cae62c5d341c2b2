/** The rows of the routes at `/api/auth/*`; see app-authorization.rows.ts. */

import { type AuthorizationRow, accounts, admins, all } from './app-authorization.columns.ts';
import { PASSWORDS } from './app-authorization.fixture.ts';

const NOBODYS_ID = '3f2b8f6e-4a51-4c39-9d0a-5b1c2d3e4f50';
const social = { provider: 'oidc', disableRedirect: true };
const GARBAGE = { id: 'x', rawId: 'x', type: 'public-key', response: {}, clientExtensionResults: {} };
const LINK_BACK = 'callbackURL=%2Faccount%2Fverify';

/** See the file's head. */
export const AUTH_ROWS: readonly AuthorizationRow[] = [
  // Signing up and in, and the links of mails: everybody.
  {
    route: 'POST /api/auth/sign-up/email',
    expected: all(200),
    send: (_things, asker) => ({
      body: { email: `new-${asker}@example.org`, name: 'New', password: PASSWORDS.present },
    }),
  },
  {
    // It ends the session that the browser had.
    route: 'POST /api/auth/sign-in/email',
    expected: all(200),
    expendable: true,
    send: ({ email }) => ({ body: { email, password: PASSWORDS.present } }),
  },
  // No other service is set up.
  { route: 'POST /api/auth/sign-in/social', expected: all(404), send: () => ({ body: social }) },
  {
    route: 'GET /api/auth/callback/:id',
    expected: all(302),
    send: () => ({ url: '/api/auth/callback/google?code=forged&state=forged' }),
  },
  { route: 'GET /api/auth/get-session', expected: all(200) },
  {
    route: 'POST /api/auth/send-verification-email',
    // Who has signed in may ask for their own address alone, and that is verified.
    expected: [200, 400, 400, 400, 400, 400],
    send: ({ email }) => ({ body: { email } }),
  },
  {
    route: 'GET /api/auth/verify-email',
    expected: all(302),
    send: () => ({ url: `/api/auth/verify-email?token=forged&${LINK_BACK}` }),
  },
  {
    route: 'POST /api/auth/request-password-reset',
    expected: all(200),
    send: ({ email }) => ({ body: { email, redirectTo: '/account/reset' } }),
  },
  {
    route: 'GET /api/auth/reset-password/:token',
    expected: all(302),
    send: () => ({ url: `/api/auth/reset-password/forged?${LINK_BACK}` }),
  },
  {
    route: 'POST /api/auth/reset-password',
    expected: all(400),
    send: () => ({ body: { token: 'forged', newPassword: PASSWORDS.next } }),
  },
  { route: 'GET /api/auth/passkey/generate-authenticate-options', expected: all(200) },
  {
    route: 'POST /api/auth/passkey/verify-authentication',
    expected: all(400),
    send: () => ({ body: { response: GARBAGE } }),
  },

  // The own account: who has signed in.
  { route: 'POST /api/auth/update-user', expected: accounts(200), send: () => ({ body: { name: 'Renamed' } }) },
  {
    route: 'POST /api/auth/change-email',
    expected: accounts(200),
    send: (_things, asker) => ({ body: { newEmail: `${asker}@new.example` } }),
  },
  { route: 'GET /api/auth/list-sessions', expected: accounts(200) },
  // Of the owner's: it is taken, and ends nothing of anybody else's (see the test below the table).
  {
    route: 'POST /api/auth/revoke-session',
    expected: accounts(200),
    expendable: true,
    send: ({ sessionToken }) => ({ body: { token: sessionToken } }),
  },
  { route: 'GET /api/auth/list-accounts', expected: accounts(200) },
  { route: 'POST /api/auth/link-social', expected: accounts(404), send: () => ({ body: social }) },
  {
    route: 'POST /api/auth/unlink-account',
    expected: accounts(400),
    send: () => ({ body: { accountId: NOBODYS_ID } }),
  },
  { route: 'GET /api/auth/passkey/generate-register-options', expected: accounts(200) },
  {
    route: 'POST /api/auth/passkey/verify-registration',
    expected: accounts(400),
    send: () => ({ body: { response: GARBAGE } }),
  },
  { route: 'GET /api/auth/passkey/list-user-passkeys', expected: accounts(200) },
  {
    route: 'POST /api/auth/passkey/update-passkey',
    expected: accounts(404),
    send: () => ({ body: { id: NOBODYS_ID, name: 'Phone' } }),
  },
  {
    route: 'POST /api/auth/passkey/delete-passkey',
    expected: accounts(404),
    send: () => ({ body: { id: NOBODYS_ID } }),
  },
  // What ends sessions.
  {
    route: 'POST /api/auth/change-password',
    expected: accounts(200),
    expendable: true,
    send: () => ({ body: { currentPassword: PASSWORDS.present, newPassword: PASSWORDS.next } }),
  },
  { route: 'POST /api/auth/revoke-other-sessions', expected: accounts(200), expendable: true },
  { route: 'POST /api/auth/revoke-sessions', expected: accounts(200), expendable: true },
  { route: 'POST /api/auth/sign-out', expected: all(200), expendable: true },

  // Accounts of others: admins.
  { route: 'GET /api/auth/admin/list-users', expected: admins(200) },
  {
    route: 'POST /api/auth/admin/set-role',
    expected: admins(404),
    send: () => ({ body: { userId: NOBODYS_ID, role: 'admin' } }),
  },
  { route: 'POST /api/auth/admin/ban-user', expected: admins(404), send: () => ({ body: { userId: NOBODYS_ID } }) },
  { route: 'POST /api/auth/admin/unban-user', expected: admins(404), send: () => ({ body: { userId: NOBODYS_ID } }) },
  {
    route: 'POST /api/auth/admin/revoke-user-sessions',
    expected: admins(200),
    send: () => ({ body: { userId: NOBODYS_ID } }),
  },
];
