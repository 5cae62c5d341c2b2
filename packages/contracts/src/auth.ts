/** Accounts and identities. The routes at `/api/auth/*` are Better-Auth's; these are the shapes that pages and tools rely on. */
import { z } from 'zod';
import { answerWriterSchema } from './chat.ts';
import { problemSchema } from './errors.ts';

/** Shortest and longest password, characters. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;

/** What somebody may do; see the table of rights in the security documentation. */
export const roleSchema = z.enum(['reader', 'author', 'instructor', 'admin']).meta({ id: 'Role' });

/** Longest name, characters. */
export const MAX_NAME_CHARS = 100;

const emailSchema = z
  .email()
  .max(254)
  .describe('E-mail address, kept in lower case')
  .meta({ example: 'ada@example.org' });
const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min)
  .max(PASSWORD_LENGTH.max)
  .describe('10 to 128 characters; stored as an Argon2id hash')
  .meta({ example: 'a long sentence is fine' });
const nameSchema = z
  .string()
  .min(1)
  .max(MAX_NAME_CHARS)
  .describe('How the reader wants to be called: one line, without control characters')
  .meta({ example: 'Ada' });
const pathSchema = z
  .string()
  .max(2000)
  .describe('Where the link of the mail leads in the end: a path of this site, or an address below CORS_ORIGINS');

/** Signing up: `POST /api/auth/sign-up/email`. Nothing else may be sent: a role least of all. */
export const userCreateSchema = z
  .strictObject({
    email: emailSchema,
    password: passwordSchema,
    name: nameSchema,
    callbackURL: pathSchema.optional(),
    proof: z
      .string()
      .max(2000)
      .optional()
      .describe('Solved challenge of `POST /api/v1/chat/challenge`, after PROOF_REQUIRED'),
  })
  .meta({ id: 'UserCreate' });

/** Signing in: `POST /api/auth/sign-in/email`. */
export const userLoginSchema = z
  .strictObject({
    email: emailSchema,
    password: z.string().min(1).max(PASSWORD_LENGTH.max),
    rememberMe: z.boolean().default(true).describe('false: the session ends with the browser'),
    proof: z
      .string()
      .max(2000)
      .optional()
      .describe('Solved challenge of `POST /api/v1/chat/challenge`, after PROOF_REQUIRED'),
  })
  .meta({ id: 'UserLogin' });

/** An account as its owner and admins see it. */
export const userResponseSchema = z
  .object({
    id: z.uuid(),
    email: emailSchema,
    emailVerified: z.boolean(),
    name: z.string(),
    image: z.string().nullish().describe('Never shown: no picture is fetched from elsewhere'),
    role: roleSchema,
    createdAt: z.iso.datetime().describe('UTC'),
    updatedAt: z.iso.datetime().describe('UTC'),
  })
  .meta({ id: 'UserResponse' });

/** What becomes of the mail that a request caused: the same whether or not its address is known here. */
export const mailNoticeSchema = z
  .object({
    delivery: z
      .enum(['queued', 'delayed', 'shown', 'unavailable'])
      .describe(
        'queued: it goes out now; delayed: the mail server cannot be reached, it is tried again; shown: nobody sends mails here (development); unavailable: nobody sends mails here',
      ),
    url: z
      .string()
      .nullable()
      .describe('With shown: the link itself, for a page on the developer’s own machine; null in all other cases'),
  })
  .meta({ id: 'MailNotice' });

/** Answer to signing up: the same whether the address was free or not; the mail tells its owner. */
export const signUpResponseSchema = z
  .object({
    user: userResponseSchema,
    token: z.null().describe('No session before the address is verified'),
    mail: mailNoticeSchema,
  })
  .meta({ id: 'SignUpResponse' });

/**
 * Answer to signing in. Browsers get the session in an HttpOnly cookie; clients without cookies take the bearer from the
 * `set-auth-token` header (`token` alone is not signed, and is not taken as a bearer).
 */
export const authResponseSchema = z
  .object({
    redirect: z.boolean().describe('Always false without a callbackURL'),
    token: z.string().describe('Name of the session among one’s own, for `POST /api/auth/revoke-session`'),
    user: userResponseSchema,
  })
  .meta({ id: 'AuthResponse' });

/** Answer of routes that mail a link: `send-verification-email`, `request-password-reset`, `change-email`. */
export const mailedResponseSchema = z
  .object({ status: z.boolean(), message: z.string().optional(), mail: mailNoticeSchema })
  .meta({ id: 'MailedResponse' });

/** A session in the list of `GET /api/auth/list-sessions`. */
export const accountSessionSchema = z
  .object({
    id: z.uuid(),
    token: z.string().describe('Names it in `POST /api/auth/revoke-session`'),
    createdAt: z.iso.datetime().describe('UTC'),
    updatedAt: z.iso.datetime().describe('UTC'),
    expiresAt: z.iso.datetime().describe('UTC'),
    userAgent: z.string().nullish().describe('Browser, as it named itself'),
  })
  .meta({ id: 'AccountSession' });

/**
 * Error of the routes at `/api/auth/*`: a problem as of all routes, with Better-Auth's own `code` and `message`, so that
 * its client understands it too.
 */
export const authProblemSchema = problemSchema
  .extend({
    code: z.string().meta({ example: 'INVALID_EMAIL_OR_PASSWORD' }),
    message: z.string().optional(),
  })
  .meta({ id: 'AuthProblem' });

/** How one can sign in here. */
export const signInMethodsSchema = z
  .object({
    password: z.boolean().describe('E-mail address and password'),
    signUp: z.boolean().describe('New accounts with a password: only where mails can be sent to verify the address'),
    google: z.boolean(),
    github: z.boolean(),
    oidc: z
      .string()
      .nullable()
      .describe('Name of the identity provider on its button; null: none. Sign in with the provider id `oidc`'),
    passkey: z.boolean(),
  })
  .meta({ id: 'SignInMethods' });

/** Answer of `GET /me`: who the request is from. */
export const meResponseSchema = z
  .object({
    kind: z.enum(['nobody', 'anonymous', 'account']).describe('nobody: nothing has been stored for this reader yet'),
    id: z.uuid().nullable().describe('Owner of what is stored; null for nobody'),
    name: z.string().nullable().describe('Of the account; null for others'),
    email: z.string().nullable().describe('Of the account; null for others'),
    emailVerified: z.boolean(),
    role: roleSchema.nullable().describe('Of the account; null for others'),
    hasPassword: z.boolean().describe('Whether the account can be signed in to with a password'),
    signedInAt: z.iso
      .datetime()
      .nullable()
      .describe('When this session began; what is delicate needs one of the last 10 minutes, or the password. UTC'),
    methods: signInMethodsSchema,
  })
  .meta({ id: 'MeResponse' });

/** Answer of `POST /identity/anonymous`: an identity for a site on another origin. */
export const anonymousIdentityResponseSchema = z
  .object({
    identityId: z.uuid(),
    token: z.string().describe('Bearer token'),
    expiresAt: z.iso.datetime().describe('30 days from now, UTC'),
  })
  .meta({ id: 'AnonymousIdentityResponse' });

/** Answer of `GET /me/allowance`: what is left of the limits. */
export const allowanceResponseSchema = z
  .object({
    answersLeft: z.int().min(0).nullable().describe('Model answers left today; null: not limited'),
    translationsLeft: z.int().min(0).nullable().describe('Chapter translations left today; null: not limited'),
    resetsAt: z.iso
      .datetime()
      .describe(
        'When there will be model answers again; while there are some, when the counts of the day begin anew; UTC',
      ),
    writer: answerWriterSchema
      .nullable()
      .describe('The provider that questions and passages go to, and its model; null: answers are quotes'),
    embedder: answerWriterSchema
      .nullable()
      .describe('The provider that questions go to so that passages are found by meaning; null: none'),
  })
  .meta({ id: 'AllowanceResponse' });

/** What somebody may do. */
export type Role = z.infer<typeof roleSchema>;
/** Signing up: see {@link userCreateSchema}. */
export type UserCreate = z.infer<typeof userCreateSchema>;
/** Signing in: see {@link userLoginSchema}. */
export type UserLogin = z.infer<typeof userLoginSchema>;
/** An account: see {@link userResponseSchema}. */
export type UserResponse = z.infer<typeof userResponseSchema>;
/** Answer to signing in: see {@link authResponseSchema}. */
export type AuthResponse = z.infer<typeof authResponseSchema>;
/** Answer to signing up: see {@link signUpResponseSchema}. */
export type SignUpResponse = z.infer<typeof signUpResponseSchema>;
/** A session of an account: see {@link accountSessionSchema}. */
export type AccountSession = z.infer<typeof accountSessionSchema>;
/** What becomes of a mail: see {@link mailNoticeSchema}. */
export type MailNotice = z.infer<typeof mailNoticeSchema>;
/** Answer of routes that mail a link: see {@link mailedResponseSchema}. */
export type MailedResponse = z.infer<typeof mailedResponseSchema>;
/** Error of the routes at `/api/auth/*`: see {@link authProblemSchema}. */
export type AuthProblem = z.infer<typeof authProblemSchema>;
/** How one can sign in: see {@link signInMethodsSchema}. */
export type SignInMethods = z.infer<typeof signInMethodsSchema>;
/** Who a request is from: see {@link meResponseSchema}. */
export type MeResponse = z.infer<typeof meResponseSchema>;
/** An anonymous identity with its token. */
export type AnonymousIdentityResponse = z.infer<typeof anonymousIdentityResponseSchema>;
/** What is left of the limits. */
export type AllowanceResponse = z.infer<typeof allowanceResponseSchema>;
