/** Better-Auth, set up: what it may do, where it keeps it, and what it tells us. */
import { passkey } from '@better-auth/passkey';
import { type Role, roleSchema } from '@lectern/contracts';
import { betterAuth } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { admin, bearer, genericOAuth } from 'better-auth/plugins';
import { z } from 'zod';
import { ServiceUnavailableError } from '../../config/app-error.ts';
import { authAdapter } from './auth.repository.ts';
import { AUTH_PREFIX, type BetterAuthDeps } from './auth-engine-deps.ts';
import { PASSKEY_REQUEST_PATH, passkeyOptions, withUserVerification } from './auth-engine-passkeys.ts';
import { passwordOptions } from './auth-engine-passwords.ts';
import { access, ROLES } from './auth-engine-roles.ts';
import { databaseHooks, OIDC_PROVIDER_ID, oidcProviders, socialProviders } from './auth-engine-services.ts';
import { LINK_SECONDS } from './auth-mails.ts';
import { currentAuthRequest } from './auth-request.ts';

/** How long a session counts as fresh: what is delicate needs one, or the password. Seconds. */
export const FRESH_SESSION_SECONDS = 5 * 60;
const DAY_SECONDS = 24 * 3600;

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
    hooks: { after: afterAnswer() },
    plugins: [
      admin({ ac: access, roles: ROLES, adminRoles: ['admin'], defaultRole: 'reader' }),
      bearer({ requireSignature: true }),
      passkey(passkeyOptions(deps)),
      genericOAuth({ config: oidc }),
    ],
  });
}

/** Notes the session that began, and asks for user verification wherever a passkey is asked for. */
const afterAnswer = () =>
  createAuthMiddleware(async (context) => {
    const { newSession, returned } = context.context;
    const request = currentAuthRequest();
    if (newSession && request) request.began = { userId: newSession.user.id, sessionId: newSession.session.id };
    if (context.path !== PASSKEY_REQUEST_PATH) return undefined;
    const options = passkeyRequest.safeParse(returned);
    return options.success ? context.json(withUserVerification(options.data)) : undefined;
  });

const passkeyRequest = z.looseObject({ challenge: z.string() });

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

/** What Better-Auth calls an error is mostly a reader's: a wrong password, a foreign Origin. */
function quieter(level: string): 'debug' | 'warn' | 'error' {
  if (level === 'error') return 'warn';
  return 'debug';
}
