/** Puts accounts together: Better-Auth, mails, limits, and what other features need of accounts. */
import type { Logger } from 'pino';
import type { Keys } from '../../config/secret.ts';
import type { Settings } from '../../config/settings.ts';
import type { Db } from '../../db/client.ts';
import type { OwnedData } from '../../db/owned-data.ts';
import type { AccountResolver } from '../../middleware/identity.ts';
import type { RateCounter } from '../../middleware/rate-counter.ts';
import type { EmailSender } from '../../providers/email/index.ts';
import type { ProofGate } from '../../usage/index.ts';
import { endSession, renewPasswordHash } from './auth.repository.ts';
import { type Accounts, createAccounts } from './auth.service.ts';
import { type AfterAnswer, createAftermath } from './auth-aftermath.ts';
import { type AuthEngine, createAuthEngine } from './auth-better-auth.ts';
import { type AuthLimits, createAuthLimits } from './auth-limits.ts';
import { createAccountMails } from './auth-mails.ts';
import { createPasswordHasher } from './auth-password.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Last part of the session cookie's name. */
const SESSION_COOKIE = 'lectern.session_token';

/** Tells time and waits, in milliseconds. */
export interface Stopwatch {
  now(): number;
  wait(ms: number): Promise<void>;
}

const STOPWATCH: Stopwatch = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** What accounts need. */
export interface AuthOptions {
  readonly db: Db;
  readonly settings: Pick<Settings, 'environment' | 'server' | 'oauth' | 'signIn' | 'security' | 'retentionDays'>;
  readonly keys: Pick<Keys, 'sessions' | 'addresses'>;
  readonly logger: Pick<Logger, 'debug' | 'warn' | 'error'>;
  readonly mail: EmailSender;
  readonly counter: RateCounter;
  readonly proofGate: Pick<ProofGate, 'prove'>;
  /** What features keep of readers; an account takes it over when an anonymous reader signs in. */
  readonly owned: readonly OwnedData[];
  /** Whether new accounts may be made with a password. */
  readonly canSignUp: boolean;
  /** Has what an anonymous reader still stored taken over once more in a while; default: nothing is looked for. */
  readonly takeOverAgain?: (anonymousId: string, userId: string) => Promise<void>;
  /** Time for answers that must all take the same; for tests. */
  readonly stopwatch?: Stopwatch;
}

/** Accounts, as the routes and the composition root use them. */
export interface AuthFeature {
  readonly engine: AuthEngine;
  readonly limits: AuthLimits;
  readonly accounts: Accounts;
  /** See {@link AuthOptions.takeOverAgain}. */
  readonly takeOverAgain: (anonymousId: string, userId: string) => Promise<void>;
  /** For `registerSession`. */
  readonly resolve: AccountResolver;
  readonly publicUrl: string;
  readonly after: AfterAnswer;
  /** Id of the session that a browser has before it signs in again; null: none. */
  formerSession(cookie: string | undefined): Promise<string | null>;
  /** Ends that session, once another took its place. */
  endFormer(former: string | null, sessionId: string): Promise<void>;
  /** What a mail sent now would meet. */
  mailDelivery(): ReturnType<EmailSender['delivery']>;
  readonly stopwatch: Stopwatch;
}

/** Makes it. */
export function createAuth(options: AuthOptions): AuthFeature {
  const { db, settings, keys, logger, mail } = options;
  const { publicUrl, secure } = settings.server;
  const passwords = createPasswordHasher({
    passes: settings.signIn.passwordHashPasses,
    renew: (former, renewed) => renewPasswordHash(db, former, renewed),
  });
  const mails = createAccountMails(mail);
  const limits = createAuthLimits({
    settings: settings.signIn,
    counter: options.counter,
    proofGate: options.proofGate,
    key: keys.addresses,
  });
  const accounts = createAccounts({ db, passwords, limits, mail, owned: options.owned, settings, secure });
  const engine = createAuthEngine({
    db,
    settings,
    secret: keys.sessions.toString('base64url'),
    passwords,
    mails,
    siteName: new URL(publicUrl).hostname,
    canSignUp: options.canSignUp,
    trustedOrigins: trustedOrigins(settings),
    onPasswordReset: async (user) => {
      await accounts.markEmailVerified(user.id);
      await mails.notify(user, 'password_changed');
    },
    log: (level, message) => logger[level]({ source: 'better-auth' }, message),
  });
  const resolve = resolver(engine, db, settings.signIn.sessionMaxDays);
  return {
    engine,
    limits,
    accounts,
    takeOverAgain: options.takeOverAgain ?? (async () => undefined),
    resolve,
    publicUrl,
    after: createAftermath({ db, mails }),
    formerSession: async (cookie) =>
      cookie?.includes(SESSION_COOKIE) ? ((await resolve({ cookie }))?.identity.sessionId ?? null) : null,
    endFormer: async (former, sessionId) => {
      if (former !== null && former !== sessionId) await endSession(db, former);
    },
    mailDelivery: () => mail.delivery(),
    stopwatch: options.stopwatch ?? STOPWATCH,
  };
}

function resolver(engine: AuthEngine, db: Db, maxDays: number): AccountResolver {
  return async (credential) => {
    const found = await engine.findSession(new Headers(credential));
    if (found === null) return null;
    const { userId: id, role, emailVerified, sessionId, signedInAt, cookies } = found;
    // However much it is used: one signs in now and then.
    if (Date.now() - signedInAt > maxDays * DAY_MS) {
      await endSession(db, sessionId);
      return null;
    }
    return { identity: { id, kind: 'account', role, emailVerified, sessionId, signedInAt }, cookies };
  };
}

/** As the check of our own does: pages of CORS_ORIGINS, and in development those of this machine on any port. */
function trustedOrigins({
  security,
  environment,
}: AuthOptions['settings']): (request: Request | undefined) => string[] {
  const fixed = security.corsOrigins.filter((origin) => origin !== '*');
  const isRelaxed = environment === 'development' || environment === 'test';
  return (request) => {
    const origin = URL.parse(request?.headers.get('origin') ?? '');
    const isOwn = origin !== null && ['localhost', '127.0.0.1', '[::1]'].includes(origin.hostname);
    return isRelaxed && isOwn ? [...fixed, origin.origin] : fixed;
  };
}
