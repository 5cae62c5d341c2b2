/** The real app with accounts over a test database, and readers with browsers of their own. */
import type { Role } from '@lectern/contracts';
import { sql } from 'drizzle-orm';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { testDeps, testSettings } from '../../app.fixture.ts';
import { buildApp } from '../../app.ts';
import { signInMethodsOf } from '../../config/capabilities.ts';
import type { Database } from '../../db/client.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import type { OwnedData } from '../../db/owned-data.ts';
import type { Deps } from '../../deps.ts';
import { createMemoryRateCounter } from '../../middleware/rate-counter.ts';
import type { EmailMessage, EmailSender } from '../../providers/email/index.ts';
import { createProofGate } from '../../usage/proof-gate.ts';
import { type AuthFeature, createAuth } from './auth-feature.ts';
import { createRoles } from './auth-roles.ts';

/** A password that is taken. */
export const PASSWORD = 'a long sentence is fine';

/** How an app with accounts begins. */
export interface AccountsOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly owned?: readonly OwnedData[];
  readonly takeOverAgain?: ((anonymousId: string, userId: string) => Promise<void>) | undefined;
  readonly extend?: (app: FastifyInstance, auth: AuthFeature) => void;
  /** Waits, milliseconds, in a time that stands still; default: not at all. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Other dependencies of the app. */
  readonly deps?: (deps: Deps) => Deps;
}

/** An app with accounts. */
export interface AccountsApp {
  readonly app: FastifyInstance;
  readonly auth: AuthFeature;
  /** What was mailed, oldest first. */
  readonly mails: readonly EmailMessage[];
  /** A reader with an empty browser. */
  readonly reader: () => Reader;
  /** An account with its address verified, signed in. */
  readonly account: (email: string, role?: Role) => Promise<Reader>;
  /** The newest mail to an address. @throws when there is none */
  readonly mailTo: (email: string) => EmailMessage;
}

/** A reader's browser. */
export interface Reader {
  /** Cookies by name. */
  readonly cookies: Map<string, string>;
  /** Any method. */
  send(method: string, url: string, body?: object): Promise<LightMyRequestResponse>;
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(url: string, body?: object, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** `POST /api/auth/sign-in/email`. */
  signIn(email: string, password?: string): Promise<LightMyRequestResponse>;
  /** `GET /api/v1/me`. */
  me(): Promise<Record<string, unknown>>;
}

/** Apps of one test file over one database. */
export interface AccountsTests {
  readonly database: Database;
  start(options?: AccountsOptions): Promise<AccountsApp>;
  /** Closes the apps and empties the tables. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const VARIABLES = { PASSWORD_HASH_PASSES: '1', RATE_LIMIT_PER_MINUTE: '0' };

/** Opens the database; to be called in `beforeAll`. */
export async function openAccountsTests(): Promise<AccountsTests> {
  const database = await openTestDatabase();
  const open: FastifyInstance[] = [];
  const reset = async () => {
    await Promise.all(open.splice(0).map((app) => app.close()));
    await database.db.execute(sql`truncate "user", verification, audit_entry cascade`);
  };
  return {
    database,
    reset,
    async start(options = {}) {
      const started = await startAccounts(database, options);
      open.push(started.app);
      return started;
    },
    async close() {
      await reset();
      await database.close();
    },
  };
}

async function startAccounts(database: Database, options: AccountsOptions): Promise<AccountsApp> {
  const settings = testSettings({ ...VARIABLES, ...options.variables });
  const mails: EmailMessage[] = [];
  const deps = testDeps(settings);
  const counter = createMemoryRateCounter();
  const auth = createAuth({
    db: database.db,
    settings,
    keys: deps.keys,
    logger: deps.logger,
    mail: keepMails(mails),
    counter,
    proofGate: createProofGate({ key: deps.keys.proofs, counter, afterPerMinute: 0, difficulty: 1000 }),
    owned: options.owned ?? [],
    canSignUp: signInMethodsOf(settings).signUp,
    ...(options.takeOverAgain ? { takeOverAgain: options.takeOverAgain } : {}),
    stopwatch: { now: () => 0, wait: options.wait ?? (async () => undefined) },
  });
  const whole = { ...deps, auth };
  const app = await buildApp(options.deps?.(whole) ?? whole);
  options.extend?.(app, auth);
  await app.ready();
  const mailTo = (email: string): EmailMessage => {
    const found = mails.findLast(({ to }) => to === email);
    if (found === undefined) throw new Error(`no mail to ${email}`);
    return found;
  };
  const reader = () => createReader(app);
  return {
    app,
    auth,
    mails,
    reader,
    mailTo,
    async account(email, role) {
      const own = reader();
      await own.post('/api/auth/sign-up/email', { email, name: email.split('@')[0] ?? '', password: PASSWORD });
      await own.get(linkOf(mailTo(email)));
      if (role !== undefined) await createRoles(database.db).grant(email, role);
      await own.signIn(email);
      return own;
    },
  };
}

/** Path and query of a mail's link. */
export function linkOf(mail: EmailMessage): string {
  const url = new URL(mail.url ?? '');
  return `${url.pathname}${url.search}`;
}

/** Keeps what is mailed, and hands the links back as the log of a developer does. */
function keepMails(mails: EmailMessage[]): EmailSender {
  return {
    delivery: () => 'shown',
    send: async (message) => {
      mails.push(message);
      return { delivery: 'shown', url: message.url ?? null };
    },
    forget: async () => undefined,
  };
}

/** A browser at the server's own address: it keeps cookies and says where it is. */
export function createReader(app: FastifyInstance, origin = 'http://localhost:8000'): Reader {
  const cookies = new Map<string, string>();
  const ask = async (method: string, url: string, body?: object, headers: Record<string, string> = {}) => {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.inject({
      method: methodOf(method),
      url,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(method === 'GET' ? {} : { origin }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0) cookies.delete(name);
      else cookies.set(name, encodeURIComponent(value));
    }
    return response;
  };
  return {
    cookies,
    get: (url, headers) => ask('GET', url, undefined, headers),
    post: (url, body = {}, headers) => ask('POST', url, body, headers),
    send: (method, url, body) => ask(method, url, body),
    signIn: (email, password = PASSWORD) => ask('POST', '/api/auth/sign-in/email', { email, password }),
    me: async () => (await ask('GET', '/api/v1/me')).json(),
  };
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

function methodOf(name: string): (typeof METHODS)[number] {
  const method = METHODS.find((known) => known === name);
  if (method === undefined) throw new Error(`${name} is not a method of these tests`);
  return method;
}
