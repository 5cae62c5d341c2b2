/**
 * The routes of Better-Auth that are open: what is not in this list is 404. Each says who may, what it takes, and how it
 * is held back, so that a new version of the library opens nothing by itself.
 */
import {
  accountSessionSchema,
  authResponseSchema,
  mailedResponseSchema,
  PASSWORD_LENGTH,
  roleSchema,
  signUpResponseSchema,
  userCreateSchema,
  userLoginSchema,
  userResponseSchema,
} from '@lectern/contracts';
import { z } from 'zod';
import type { RouteAccess } from '../../middleware/route-config.ts';
import { isPlainName, tidyEmail, tidyName } from './auth-names.ts';

/** How a route is held back. */
export type AuthLimit =
  /** By address and by the account of `email` in the body. */
  | 'sign-in'
  /** By address; above a rate with a proof of work. */
  | 'sign-up'
  /** By address, and by the address that would get a mail. */
  | 'mail'
  /** By address and by the own account: it takes a password or a token that could be guessed. */
  | 'guess';

/** One route. */
export interface AuthEndpoint {
  readonly method: 'GET' | 'POST';
  /** Below `/api/auth`. */
  readonly path: string;
  readonly access: RouteAccess;
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly params?: z.ZodType;
  /** Of status 200; left out: it only redirects. */
  readonly answer?: z.ZodType;
  /** Redirects to a page. */
  readonly redirects?: boolean;
  readonly limit?: AuthLimit;
  /** A session may begin here: what the reader owned before comes along. */
  readonly signsIn?: boolean;
  /** Wants a session that began a few minutes ago: it changes how one signs in. */
  readonly fresh?: boolean;
  /** Adds to the answer what became of the mail. */
  readonly mails?: boolean;
  /** The answer comes no sooner, so that its time does not tell whether the address is known. Milliseconds. */
  readonly noSoonerThanMs?: number;
}

const plainName = z
  .string()
  .min(1)
  .max(400)
  .transform(tidyName)
  .refine(isPlainName, 'must be one line of 1 to 100 visible characters');
// Checked before it is made lower case: there are letters that become ASCII by that.
const email = z.string().max(254).trim().pipe(z.email()).transform(tidyEmail);
const newPassword = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);
const password = z.string().min(1).max(PASSWORD_LENGTH.max);
const page = z.string().min(1).max(2000);
const token = z.string().min(1).max(2000);
const id = z.uuid();
const nothing = z.strictObject({});
const status = z.looseObject({ status: z.boolean() });
const anything = z.looseObject({});
const credential = z.looseObject({ id: z.string().max(2000) });
const social = {
  provider: z.enum(['google', 'github', 'oidc']),
  callbackURL: page.optional(),
  errorCallbackURL: page.optional(),
  newUserCallbackURL: page.optional(),
  disableRedirect: z.boolean().optional(),
};
const destination = z.looseObject({ url: z.string().optional(), redirect: z.boolean() });
const admins: RouteAccess = { roles: ['admin'] };
/** Longer than any of these takes on an idle server: hashing aside, some reads and writes. */
const SAME_TIME_MS = 500;

/** All of them. */
export const AUTH_ENDPOINTS: readonly AuthEndpoint[] = [
  // Signing up and in.
  {
    method: 'POST',
    path: '/sign-up/email',
    access: 'public',
    summary: 'A new account; the answer is the same for an address that has one',
    body: userCreateSchema.extend({ email, name: plainName, callbackURL: page.optional() }),
    answer: signUpResponseSchema,
    limit: 'sign-up',
    mails: true,
    noSoonerThanMs: SAME_TIME_MS,
  },
  {
    method: 'POST',
    path: '/sign-in/email',
    access: 'public',
    summary: 'A session, with e-mail address and password',
    body: userLoginSchema.extend({ email }),
    answer: authResponseSchema,
    limit: 'sign-in',
    signsIn: true,
  },
  {
    method: 'POST',
    path: '/sign-in/social',
    access: 'public',
    summary: 'Address of another service to sign in at',
    body: z.strictObject(social),
    answer: destination,
    limit: 'guess',
  },
  {
    method: 'GET',
    path: '/callback/:id',
    access: 'public',
    summary: 'Where another service sends the reader back to',
    params: z.strictObject({ id: z.enum(['google', 'github', 'oidc']) }),
    query: z.looseObject({ code: token.optional(), state: token.optional(), error: z.string().max(500).optional() }),
    redirects: true,
    signsIn: true,
  },
  {
    method: 'POST',
    path: '/sign-out',
    access: 'public',
    summary: 'Ends this session',
    body: nothing.nullish(),
    answer: anything,
  },
  {
    method: 'GET',
    path: '/get-session',
    access: 'public',
    summary: 'This session and its account; null without one',
    answer: z.looseObject({ user: userResponseSchema, session: accountSessionSchema }).nullable(),
  },
  // Mails and their links.
  {
    method: 'POST',
    path: '/send-verification-email',
    access: 'public',
    summary: 'Mails the link that verifies an address again',
    body: z.strictObject({ email, callbackURL: page.optional() }),
    answer: mailedResponseSchema,
    limit: 'mail',
    mails: true,
    noSoonerThanMs: SAME_TIME_MS,
  },
  {
    method: 'GET',
    path: '/verify-email',
    access: 'public',
    summary: 'Link of a mail: the address is the reader’s',
    query: z.strictObject({ token, callbackURL: page.optional() }),
    answer: anything,
    redirects: true,
    limit: 'guess',
    signsIn: true,
  },
  {
    method: 'POST',
    path: '/request-password-reset',
    access: 'public',
    summary: 'Mails a link to set a new password; the answer is the same for an unknown address',
    body: z.strictObject({ email, redirectTo: page }),
    answer: mailedResponseSchema,
    limit: 'mail',
    mails: true,
    noSoonerThanMs: SAME_TIME_MS,
  },
  {
    method: 'GET',
    path: '/reset-password/:token',
    access: 'public',
    summary: 'Link of a mail: leads to the page that sets a new password',
    params: z.strictObject({ token: z.string().max(200) }),
    query: z.strictObject({ callbackURL: page.optional() }),
    redirects: true,
    limit: 'guess',
  },
  {
    method: 'POST',
    path: '/reset-password',
    access: 'public',
    summary: 'Sets a new password with the token of the link; all sessions end',
    body: z.strictObject({ token: z.string().min(1).max(200), newPassword }),
    answer: status,
    limit: 'guess',
  },
  // The own account.
  {
    method: 'POST',
    path: '/update-user',
    access: 'account',
    summary: 'Another name',
    body: z.strictObject({ name: plainName }),
    answer: status,
  },
  {
    method: 'POST',
    path: '/change-email',
    access: 'account',
    summary: 'Another address; the present one agrees by mail, the new one is verified; needs a fresh session',
    fresh: true,
    body: z.strictObject({ newEmail: email, callbackURL: page.optional() }),
    answer: mailedResponseSchema,
    limit: 'mail',
    mails: true,
  },
  {
    method: 'POST',
    path: '/change-password',
    access: 'account',
    summary: 'Another password; all other sessions end, and this one is renewed',
    body: z.strictObject({ currentPassword: password, newPassword, revokeOtherSessions: z.boolean().optional() }),
    answer: z.looseObject({ token: z.string().nullable() }),
    limit: 'guess',
  },
  {
    method: 'GET',
    path: '/list-sessions',
    access: 'account',
    summary: 'Own sessions',
    answer: z.array(accountSessionSchema),
  },
  {
    method: 'POST',
    path: '/revoke-session',
    access: 'account',
    summary: 'Ends an own session',
    body: z.strictObject({ token }),
    answer: status,
  },
  {
    method: 'POST',
    path: '/revoke-other-sessions',
    access: 'account',
    summary: 'Ends all own sessions but this one',
    body: nothing.nullish(),
    answer: status,
  },
  {
    method: 'POST',
    path: '/revoke-sessions',
    access: 'account',
    summary: 'Ends all own sessions',
    body: nothing.nullish(),
    answer: status,
  },
  {
    method: 'GET',
    path: '/list-accounts',
    access: 'account',
    summary: 'Own ways to sign in',
    answer: z.array(z.looseObject({ id: z.uuid(), providerId: z.string() })),
  },
  {
    method: 'POST',
    path: '/link-social',
    access: 'account',
    summary: 'Address of another service, to sign in with it from now on; needs a fresh session',
    fresh: true,
    body: z.strictObject(social),
    answer: destination,
  },
  {
    method: 'POST',
    path: '/unlink-account',
    access: 'account',
    summary: 'No longer sign in with another service; needs a fresh session',
    body: z.strictObject({ accountId: id }),
    answer: status,
  },
  // Passkeys.
  {
    method: 'GET',
    path: '/passkey/generate-register-options',
    access: 'account',
    summary: 'Begins a new passkey; needs a fresh session',
    query: z.strictObject({
      name: z.string().min(1).max(100).optional(),
      authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
    }),
    answer: anything,
  },
  {
    method: 'POST',
    path: '/passkey/verify-registration',
    access: 'account',
    summary: 'Keeps a new passkey',
    body: z.strictObject({ response: credential, name: z.string().min(1).max(100).optional() }),
    answer: anything,
  },
  {
    method: 'GET',
    path: '/passkey/generate-authenticate-options',
    access: 'public',
    summary: 'Begins to sign in with a passkey',
    answer: anything,
  },
  {
    method: 'POST',
    path: '/passkey/verify-authentication',
    access: 'public',
    summary: 'A session, with a passkey',
    body: z.strictObject({ response: credential }),
    answer: anything,
    limit: 'guess',
    signsIn: true,
  },
  {
    method: 'GET',
    path: '/passkey/list-user-passkeys',
    access: 'account',
    summary: 'Own passkeys',
    answer: z.array(z.looseObject({ id: z.uuid() })),
  },
  {
    method: 'POST',
    path: '/passkey/update-passkey',
    access: 'account',
    summary: 'Another name for a passkey',
    body: z.strictObject({ id, name: plainName }),
    answer: anything,
  },
  {
    method: 'POST',
    path: '/passkey/delete-passkey',
    access: 'account',
    summary: 'Deletes an own passkey; needs a fresh session',
    fresh: true,
    body: z.strictObject({ id }),
    answer: status,
  },
  // Accounts of others.
  {
    method: 'GET',
    path: '/admin/list-users',
    access: admins,
    summary: 'Accounts',
    query: z.strictObject({
      searchValue: z.string().max(254).optional(),
      searchField: z.enum(['email', 'name']).optional(),
      searchOperator: z.enum(['contains', 'starts_with', 'ends_with']).optional(),
      limit: z.coerce.number().int().min(1).max(100).optional(),
      offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
      sortBy: z.enum(['createdAt', 'email', 'name', 'role']).optional(),
      sortDirection: z.enum(['asc', 'desc']).optional(),
    }),
    answer: z.looseObject({ users: z.array(userResponseSchema), total: z.int() }),
  },
  {
    method: 'POST',
    path: '/admin/set-role',
    access: admins,
    summary: 'Gives an account a role; its sessions end',
    body: z.strictObject({ userId: id, role: roleSchema }),
    answer: z.looseObject({ user: userResponseSchema }),
  },
  {
    method: 'POST',
    path: '/admin/ban-user',
    access: admins,
    summary: 'Keeps an account out; its sessions end',
    body: z.strictObject({ userId: id, banExpiresIn: z.int().min(60).max(31_536_000).optional() }),
    answer: z.looseObject({ user: userResponseSchema }),
  },
  {
    method: 'POST',
    path: '/admin/unban-user',
    access: admins,
    summary: 'Lets an account in again',
    body: z.strictObject({ userId: id }),
    answer: z.looseObject({ user: userResponseSchema }),
  },
  {
    method: 'POST',
    path: '/admin/revoke-user-sessions',
    access: admins,
    summary: 'Ends all sessions of an account',
    body: z.strictObject({ userId: id }),
    answer: z.looseObject({ success: z.boolean() }),
  },
];
