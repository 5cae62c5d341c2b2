/** Accounts and identities. The routes at `/api/auth/*` are Better-Auth's; these are the shapes that pages and tools rely on. */
import { z } from 'zod';
import { answerWriterSchema } from './chat.ts';

/** Shortest and longest password, characters. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;

/** What somebody may do; see the table of rights in the security documentation. */
export const roleSchema = z.enum(['reader', 'author', 'instructor', 'admin']).meta({ id: 'Role' });

const emailSchema = z
  .email()
  .max(254)
  .describe('E-mail address, kept in lower case')
  .meta({ example: 'ada@example.org' });
const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min)
  .max(PASSWORD_LENGTH.max)
  .describe('10 to 128 characters; stored as a scrypt hash')
  .meta({ example: 'a long sentence is fine' });

/** Signing up: `POST /api/auth/sign-up/email`. */
export const userCreateSchema = z
  .strictObject({
    email: emailSchema,
    password: passwordSchema,
    name: z.string().min(1).max(100).describe('How the reader wants to be called').meta({ example: 'Ada' }),
  })
  .meta({ id: 'UserCreate' });

/** Signing in: `POST /api/auth/sign-in/email`. */
export const userLoginSchema = z
  .strictObject({
    email: emailSchema,
    password: z.string().min(1).max(PASSWORD_LENGTH.max),
    rememberMe: z.boolean().default(true).describe('false: the session ends with the browser'),
  })
  .meta({ id: 'UserLogin' });

/** An account as its owner and admins see it. */
export const userResponseSchema = z
  .object({
    id: z.uuid(),
    email: emailSchema,
    emailVerified: z.boolean(),
    name: z.string(),
    role: roleSchema,
    createdAt: z.iso.datetime().describe('UTC'),
    updatedAt: z.iso.datetime().describe('UTC'),
  })
  .meta({ id: 'UserResponse' });

/** Answer to signing up and signing in; the session itself travels in an HttpOnly cookie. */
export const authResponseSchema = z
  .object({
    user: userResponseSchema,
    token: z
      .string()
      .nullable()
      .describe(
        'Bearer token for clients without cookies; null when a cookie was set or the address must be verified first',
      ),
    expiresAt: z.iso.datetime().nullable().describe('End of the session, UTC'),
  })
  .meta({ id: 'AuthResponse' });

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
    resetsAt: z.iso.datetime().describe('When the counts begin anew, UTC'),
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
/** An anonymous identity with its token. */
export type AnonymousIdentityResponse = z.infer<typeof anonymousIdentityResponseSchema>;
/** What is left of the limits. */
export type AllowanceResponse = z.infer<typeof allowanceResponseSchema>;
