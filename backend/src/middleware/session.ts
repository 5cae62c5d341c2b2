/**
 * Who a request is from: an account by its session, or an anonymous identity by a signed cookie that only the first
 * request that stores something sets. Pages of other origins carry either as a bearer instead. A cookie that is forged,
 * expired or of another format counts as none; so does a bearer where reading is free to all, but nothing is stored for it.
 */
import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AuthenticationError } from '../config/app-error.ts';
import {
  BEARER_MAX_AGE_SECONDS,
  type CookieSigner,
  createCookieSigner,
  IDENTITY_MAX_AGE_SECONDS,
} from './cookie-signer.ts';
import type { AccountResolver, AnonymousIdentity, Identity } from './identity.ts';

export type {
  AccountIdentity,
  AccountResolver,
  AnonymousIdentity,
  Identity,
  ResolvedAccount,
} from './identity.ts';

/** What sessions need. */
export interface SessionOptions {
  /** Key that signs cookies and bearers of anonymous readers, 32 bytes. */
  readonly key: Buffer;
  /** True behind https: the cookie is Secure and bound to this host. */
  readonly secure: boolean;
  /** Finds accounts; left out: there are none. */
  readonly accounts?: AccountResolver | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

interface Signers {
  readonly cookies: CookieSigner;
  readonly bearers: CookieSigner;
  readonly secure: boolean;
  readonly now: () => number;
}

const signersOf = new WeakMap<FastifyInstance, Signers>();
/** Requests with a bearer that is nobody's (any more). */
const strayBearers = new WeakSet<FastifyRequest>();

/** Pages and their files are the same for all, and who signs in is nobody yet: no session is looked up for these. */
const ASKS_WHO = /^\/api\/v\d+\//;

/** Name of the identity cookie. `__Host-` forbids Domain and other paths, and needs https. */
export function identityCookieName(secure: boolean): string {
  return secure ? '__Host-lectern-id' : 'lectern-id';
}

/** Reads the identity of every request into `request.identity`. */
export async function registerSession(app: FastifyInstance, options: SessionOptions): Promise<void> {
  await app.register(fastifyCookie);
  const { secure, key, now = Date.now } = options;
  const cookies = createCookieSigner(key, now);
  const bearers = createCookieSigner(key, now, 'bearer');
  signersOf.set(app, { cookies, bearers, secure, now });
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request, reply) => {
    // Who shows a bearer means it: the cookie that the browser adds is of somebody else, or of before.
    const token = bearerOf(request);
    if (token !== undefined) {
      const verified = bearers.verify(token);
      if (verified !== null) request.identity = { id: verified.id, kind: 'anonymous' };
      else strayBearers.add(request);
      return;
    }
    const id = readCookie(request, reply, { cookies, secure });
    if (id !== null) request.identity = { id, kind: 'anonymous' };
  });
  if (options.accounts !== undefined) findAccounts(app, options.accounts);
}

/** After the limits of onRequest, so that they bound look-ups too; before the body, so that nobody's is not read. */
function findAccounts(app: FastifyInstance, resolve: AccountResolver): void {
  app.addHook('preParsing', async (request, reply) => {
    const { access = 'public' } = request.routeOptions.config;
    if (access === 'public' && !ASKS_WHO.test(request.url)) return;
    const credential = accountCredential(request);
    const found = credential === null ? null : await resolve(credential);
    if (found === null) return;
    strayBearers.delete(request);
    request.identity = found.identity;
    for (const value of found.cookies) reply.header('set-cookie', value);
  });
}

/**
 * Gives the identity of a request that stores something; a reader without one gets one, with its cookie.
 * Call it before the first byte of a stream: the cookie travels in the headers.
 * @throws AUTHENTICATION_REQUIRED when the request came with a bearer that is not valid (any more)
 */
export function requireIdentity(request: FastifyRequest, reply: FastifyReply): Identity {
  return request.identity ?? giveIdentity(request, reply, randomUUID());
}

/**
 * Gives a reader who has no identity this one, with its cookie: one that was made for the same request before, when its
 * answer never arrived. Call it before the first byte of a stream.
 * @throws AUTHENTICATION_REQUIRED when the request came with a bearer that is not valid (any more)
 */
export function giveIdentity(request: FastifyRequest, reply: FastifyReply, id: string): AnonymousIdentity {
  refuseStrayBearer(request);
  const { cookies, secure } = findSigners(request.server);
  const identity: AnonymousIdentity = { id, kind: 'anonymous' };
  setIdentityCookie(reply, secure, cookies.sign(id));
  request.identity = identity;
  return identity;
}

/**
 * Refuses a bearer that is nobody's: who shows it believes to be somebody, and would store things for nobody.
 * @throws AUTHENTICATION_REQUIRED
 */
export function refuseStrayBearer(request: FastifyRequest): void {
  if (!strayBearers.has(request)) return;
  const detail = 'The bearer token is not valid, or not any more. Get a new one, or sign in again.';
  throw new AuthenticationError('AUTHENTICATION_REQUIRED', { detail });
}

/** A bearer for an anonymous identity, for pages of other origins. */
export interface AnonymousBearer {
  readonly identityId: string;
  readonly token: string;
  readonly expiresAt: Date;
}

/** Makes a bearer of 30 days: for the anonymous identity that the request has, else for a new one. Sets no cookie. */
export function issueAnonymousBearer(request: FastifyRequest): AnonymousBearer {
  const { bearers, now } = findSigners(request.server);
  const identityId = request.identity?.kind === 'anonymous' ? request.identity.id : randomUUID();
  const expiresAt = new Date(now() + BEARER_MAX_AGE_SECONDS * 1000);
  return { identityId, token: bearers.sign(identityId), expiresAt };
}

/** The anonymous identity in the request's cookie, also when the reader has signed in since; null: none. */
export function anonymousCookieId(request: FastifyRequest): string | null {
  const { cookies, secure } = findSigners(request.server);
  const value = request.cookies[identityCookieName(secure)];
  return value === undefined ? null : (cookies.verify(value)?.id ?? null);
}

/** Takes the anonymous identity's cookie away, once an account has taken over what it owned. */
export function clearIdentityCookie(request: FastifyRequest, reply: FastifyReply): void {
  const { secure } = findSigners(request.server);
  setIdentityCookie(reply, secure, '', 0);
}

/** Plugins are encapsulated children of the app: the prototype chain leads to the one that was registered. */
function findSigners(app: FastifyInstance): Signers {
  for (let instance: FastifyInstance | null = app; instance !== null; instance = Object.getPrototypeOf(instance)) {
    const found = signersOf.get(instance);
    if (found !== undefined) return found;
  }
  throw new Error('registerSession has not been called on this app');
}

/** What may be an account's; the cookie is not looked at beside a bearer. */
function accountCredential(request: FastifyRequest): Parameters<AccountResolver>[0] | null {
  const { cookie, authorization } = request.headers;
  if (bearerOf(request) === undefined) return cookie === undefined ? null : { cookie };
  return strayBearers.has(request) && authorization !== undefined ? { authorization } : null;
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

function readCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { cookies, secure }: Pick<Signers, 'cookies' | 'secure'>,
): string | null {
  const value = request.cookies[identityCookieName(secure)];
  const verified = value === undefined ? null : cookies.verify(value);
  if (verified?.renew === true) setIdentityCookie(reply, secure, cookies.sign(verified.id));
  return verified?.id ?? null;
}

function setIdentityCookie(
  reply: FastifyReply,
  secure: boolean,
  value: string,
  maxAge: number = IDENTITY_MAX_AGE_SECONDS,
): void {
  // Not reply.setCookie(): that one is written in onSend, which streams by-pass.
  const cookie = fastifyCookie.serialize(identityCookieName(secure), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge,
  });
  reply.header('set-cookie', cookie);
}
