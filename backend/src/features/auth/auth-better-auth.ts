/** Better-Auth, set up: what it may do, where it keeps it, and what it tells us. */
import { randomUUID } from 'node:crypto';
import { passkey } from '@better-auth/passkey';
import { PASSWORD_LENGTH, type Role, roleSchema } from '@lectern/contracts';
import { betterAuth } from 'better-auth';
import { createAuthMiddleware, createEmailVerificationToken } from 'better-auth/api';
import { admin, bearer, genericOAuth } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import { ServiceUnavailableError } from '../../config/app-error.ts';
import type { Settings } from '../../config/settings.ts';
import type { Db } from '../../db/client.ts';
import { authAdapter } from './auth.repository.ts';
import { type AccountMails, LINK_SECONDS } from './auth-mails.ts';
import { nameFromElsewhere } from './auth-names.ts';
import type { PasswordHasher } from './auth-password.ts';
import { currentAuthRequest } from './auth-request.ts';

/** Where Better-Auth is mounted. */
export const AUTH_PREFIX = '/api/auth';
/** How long a session counts as fresh: what is delicate needs one, or the password. Seconds. */
export const FRESH_SESSION_SECONDS = 5 * 60;
const DAY_SECONDS = 24 * 3600;
/** Name of the OpenID Connect provider in addresses. */
const OIDC_PROVIDER_ID = 'oidc';

/** What Better-Auth needs. */
export interface BetterAuthDeps {
  readonly db: Db;
  readonly settings: Pick<Settings, 'environment' | 'server' | 'oauth' | 'signIn'>;
  /** Secret of sessions, derived from LECTERN_SECRET. */
  readonly secret: string;
  readonly passwords: PasswordHasher;
  readonly mails: AccountMails;
  /** Title of the site, as authenticators show it. */
  readonly siteName: string;
  /** Whether new accounts may be made with a password. */
  readonly canSignUp: boolean;
  /** Origins beside the own one whose pages may call, and to which links may lead. */
  readonly trustedOrigins: (request: Request | undefined) => string[];
  /** A password has been set by the link of a mail: its address is proven. */
  readonly onPasswordReset: (user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
  }) => Promise<void>;
  readonly log: (level: 'debug' | 'warn' | 'error', message: string) => void;
}

/** A session and its account, as looked up now. */
export interface FoundSession {
  readonly userId: string;
  readonly role: Role;
  readonly emailVerified: boolean;
  readonly sessionId: string;
  readonly signedInAt: number;
  /** `Set-Cookie` values that prolong it. */
  readonly cookies: readonly string[];
}

/** The part of Better-Auth that the feature uses. */
export interface AuthEngine {
  /**
   * Answers a request at {@link AUTH_PREFIX}.
   * @param provider name of the service that it is about, if it is about one
   */
  handle(request: Request, provider: string | undefined): Promise<Response>;
  /** The session of a cookie or bearer; null when there is none. */
  findSession(headers: Headers): Promise<FoundSession | null>;
}

const statements = {
  user: ['list', 'get', 'set-role', 'ban'],
  session: ['list', 'revoke'],
} as const;
const access = createAccessControl(statements);
const nothing = access.newRole({ user: [], session: [] });
/** What roles may do at the routes of Better-Auth; authors and instructors have theirs elsewhere. */
const ROLES = {
  reader: nothing,
  author: nothing,
  instructor: nothing,
  admin: access.newRole({ user: ['list', 'get', 'set-role', 'ban'], session: ['list', 'revoke'] }),
};

/**
 * Sets Better-Auth up: once without the OpenID Connect provider, and once with it for what is about that one. Setting
 * it up asks the provider for its addresses, and a provider that is away must keep nobody else from signing in.
 */
export function createAuthEngine(deps: BetterAuthDeps): AuthEngine {
  const auth = setUp(deps, []);
  let withOidc: ReturnType<typeof setUp> | undefined;
  return {
    async handle(request, provider) {
      if (provider !== OIDC_PROVIDER_ID) return auth.handler(request);
      withOidc ??= setUp(deps, oidcProviders(deps.settings));
      const response = await withOidc.handler(request);
      // It did not answer when it was asked: it is asked again with the next attempt.
      if (response.status === 404) withOidc = undefined;
      return response;
    },
    async findSession(headers) {
      const { response, headers: answered } = await auth.api
        .getSession({ headers, returnHeaders: true })
        .catch((cause: unknown) => {
          // All that it does is to look into the database.
          throw new ServiceUnavailableError('DATABASE_UNAVAILABLE', { retryAfterSeconds: 5, cause });
        });
      if (response === null) return null;
      const { user, session } = response;
      return {
        userId: user.id,
        role: roleSchema.catch('reader').parse(user.role),
        emailVerified: user.emailVerified,
        sessionId: session.id,
        signedInAt: session.createdAt.getTime(),
        cookies: answered.getSetCookie(),
      };
    },
  };
}

function setUp(deps: BetterAuthDeps, oidc: ReturnType<typeof oidcProviders>) {
  return betterAuth({
    appName: deps.siteName,
    baseURL: deps.settings.server.publicUrl,
    basePath: AUTH_PREFIX,
    secret: deps.secret,
    database: authAdapter(deps.db),
    telemetry: { enabled: false },
    // Ours counts per address and account, with Redis across processes: see auth-limits.ts.
    rateLimit: { enabled: false },
    trustedOrigins: async (request) => deps.trustedOrigins(request),
    // What is no answer of its own is thrown on to us; its own errors are answers all the same.
    onAPIError: { throw: true, errorURL: deps.settings.server.publicUrl },
    logger: { level: 'debug', log: (level, message) => deps.log(quieter(level), message) },
    emailAndPassword: passwordOptions(deps),
    emailVerification: {
      expiresIn: LINK_SECONDS.verify,
      // A link proves who reads the mail, not who chose the password: whoever signs in types it.
      autoSignInAfterVerification: false,
      sendVerificationEmail: async ({ user, url }) => deps.mails.verify(user, url),
    },
    user: {
      // Else somebody could wait in an account for the owner of its address to come and prove it.
      validateUserInfo: ({ user, source }) =>
        source.method === 'oauth' && source.action === 'create-user' && user.emailVerified !== true
          ? { error: 'email_not_verified', errorDescription: 'The other service has not verified the address.' }
          : undefined,
      changeEmail: {
        enabled: true,
        sendChangeEmailConfirmation: async ({ user, newEmail, url }) => deps.mails.changeEmail(user, newEmail, url),
      },
    },
    session: {
      expiresIn: deps.settings.signIn.sessionDays * DAY_SECONDS,
      updateAge: DAY_SECONDS,
      freshAge: FRESH_SESSION_SECONDS,
      // A session that was ended is over with the next request.
      cookieCache: { enabled: false },
    },
    account: {
      // Never joined by address alone: who owns an address elsewhere need not own the account here.
      accountLinking: { enabled: true, disableImplicitLinking: true, allowDifferentEmails: true },
      updateAccountOnSignIn: false,
    },
    verification: { storeIdentifier: 'hashed' },
    socialProviders: socialProviders(deps.settings),
    advanced: advancedOptions(deps.settings),
    databaseHooks: databaseHooks(),
    hooks: {
      after: createAuthMiddleware(async (context) => {
        const began = context.context.newSession;
        const request = currentAuthRequest();
        if (began && request) request.began = { userId: began.user.id, sessionId: began.session.id };
      }),
    },
    plugins: [
      admin({ ac: access, roles: ROLES, adminRoles: ['admin'], defaultRole: 'reader' }),
      bearer({ requireSignature: true }),
      passkey({ rpName: deps.siteName, origin: deps.settings.server.publicUrl }),
      genericOAuth({ config: oidc }),
    ],
  });
}

interface SyntheticUser {
  readonly coreFields: object;
  readonly additionalFields: object;
}

function passwordOptions(deps: BetterAuthDeps) {
  return {
    enabled: true,
    disableSignUp: !deps.canSignUp,
    requireEmailVerification: true,
    minPasswordLength: PASSWORD_LENGTH.min,
    maxPasswordLength: PASSWORD_LENGTH.max,
    password: deps.passwords,
    resetPasswordTokenExpiresIn: LINK_SECONDS.reset,
    revokeSessionsOnPasswordReset: true,
    sendResetPassword: async ({ user, url }: { user: { email: string; name: string }; url: string }) =>
      deps.mails.reset(user, url),
    onExistingUserSignUp: async ({ user }: { user: { email: string; name: string; emailVerified: boolean } }) =>
      mailExisting(deps, user),
    // As a new account looks, so that nobody can tell.
    customSyntheticUser: ({ coreFields, additionalFields }: SyntheticUser) => ({
      ...coreFields,
      ...additionalFields,
      id: randomUUID(),
      role: 'reader',
      banned: false,
      banReason: null,
      banExpires: null,
    }),
    onPasswordReset: async ({ user }: { user: { id: string; email: string; name: string } }) =>
      deps.onPasswordReset(user),
  };
}

/** The answer is that of a new address; the mail tells its owner. Who has not verified yet gets another link for it. */
async function mailExisting(
  { settings, secret, mails }: BetterAuthDeps,
  user: { readonly email: string; readonly name: string; readonly emailVerified: boolean },
): Promise<void> {
  const { publicUrl } = settings.server;
  const returnTo = currentAuthRequest()?.returnTo ?? '/';
  if (user.emailVerified) return mails.signUpAttempt(user, new URL(returnTo, publicUrl).href);
  const token = await createEmailVerificationToken(secret, user.email, undefined, LINK_SECONDS.verify);
  const link = new URLSearchParams({ token, callbackURL: returnTo });
  return mails.verify(user, `${publicUrl}${AUTH_PREFIX}/verify-email?${link.toString()}`);
}

function socialProviders({ oauth }: BetterAuthDeps['settings']) {
  return {
    ...(oauth.google ? { google: { ...clientOf(oauth.google), prompt: 'select_account' as const } } : {}),
    ...(oauth.github ? { github: clientOf(oauth.github) } : {}),
  };
}

const clientOf = ({ clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string }) => ({
  clientId,
  clientSecret,
});

function oidcProviders({ oauth }: BetterAuthDeps['settings']) {
  if (oauth.oidc === null) return [];
  const { issuer, clientId, clientSecret, name } = oauth.oidc;
  return [
    {
      providerId: OIDC_PROVIDER_ID,
      name,
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      scopes: ['openid', 'email', 'profile'],
      pkce: true,
      requireIdTokenVerification: true,
    },
  ];
}

/**
 * `__Host-` on https: no other host and no other path can set or get the cookies. Better-Auth's own `useSecureCookies`
 * would make it `__Secure-`.
 */
function advancedOptions({ server }: BetterAuthDeps['settings']) {
  return {
    useSecureCookies: false,
    cookiePrefix: server.secure ? '__Host-lectern' : 'lectern',
    defaultCookieAttributes: { secure: server.secure, httpOnly: true, sameSite: 'lax' as const, path: '/' },
    // Addresses are not kept: the limits have their own, in memory.
    ipAddress: { disableIpTracking: true },
    database: { generateId: 'uuid' as const },
    // Both are off by themselves where tests run.
    disableCSRFCheck: false,
    disableOriginCheck: false,
  };
}

/** Names of other services are made plain; their pictures and tokens are not kept. */
function databaseHooks() {
  return {
    user: {
      create: {
        before: async (user: { name: string }) => ({
          data: { ...user, name: nameFromElsewhere(user.name), image: null },
        }),
      },
    },
    account: {
      create: {
        before: async (account: object) => ({
          data: { ...account, accessToken: null, refreshToken: null, idToken: null, scope: null },
        }),
      },
    },
  };
}

/** What Better-Auth calls an error is mostly a reader's: a wrong password, a foreign Origin. */
function quieter(level: string): 'debug' | 'warn' | 'error' {
  if (level === 'error') return 'warn';
  return 'debug';
}
