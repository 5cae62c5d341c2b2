/** What one open route of Better-Auth is, and the fields that their bodies share. */
import { PASSWORD_LENGTH } from '@lectern/contracts';
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

/** A name as it is kept. */
export const plainName = z
  .string()
  .min(1)
  .max(400)
  .transform(tidyName)
  .refine(isPlainName, 'must be one line of 1 to 100 visible characters');
/** An address, checked before it is made lower case: there are letters that become ASCII by that. */
export const email = z.string().max(254).trim().pipe(z.email()).transform(tidyEmail);
/** A password that is chosen. */
export const newPassword = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);
/** A password that is shown. */
export const password = z.string().min(1).max(PASSWORD_LENGTH.max);
/** Where a link or another service leads back to. */
export const page = z.string().min(1).max(2000);
/** Something that a link or a list carries. */
export const token = z.string().min(1).max(2000);
/** Id of an account, a passkey, a way to sign in. */
export const id = z.uuid();
/** A body without fields. */
export const nothing = z.strictObject({});
/** An answer that says whether it was done. */
export const status = z.looseObject({ status: z.boolean() });
/** An answer of Better-Auth’s own form. */
export const anything = z.looseObject({});
/** What an authenticator answers. */
export const credential = z.looseObject({ id: z.string().max(2000) });
/** Fields of what leads to another service. */
export const social = {
  provider: z.enum(['google', 'github', 'oidc']),
  callbackURL: page.optional(),
  errorCallbackURL: page.optional(),
  newUserCallbackURL: page.optional(),
  disableRedirect: z.boolean().optional(),
};
/** Where to go to sign in. */
export const destination = z.looseObject({ url: z.string().optional(), redirect: z.boolean() });
/** Admins alone. */
export const admins: RouteAccess = { roles: ['admin'] };
/** Longer than any of these takes on an idle server: hashing aside, some reads and writes. */
export const SAME_TIME_MS = 500;
