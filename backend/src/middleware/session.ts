/**
 * Anonymous identity: a signed cookie that only the first request that stores something sets.
 * A cookie that is forged, expired or of another format counts as none.
 */
import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type CookieSigner, createCookieSigner, IDENTITY_MAX_AGE_SECONDS } from './cookie-signer.ts';

/** Who a request is from. */
export interface Identity {
  /** UUID; owner of what the request stores. */
  readonly id: string;
  /** anonymous: known by a cookie only. */
  readonly kind: 'anonymous';
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who the request is from; null until something has been stored for this reader. */
    identity: Identity | null;
  }
}

/** What sessions need. */
export interface SessionOptions {
  /** Key that signs the cookie, 32 bytes. */
  readonly key: Buffer;
  /** True behind https: the cookie is Secure and bound to this host. */
  readonly secure: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const signers = new WeakMap<FastifyInstance, { signer: CookieSigner; secure: boolean }>();

/** Name of the identity cookie. `__Host-` forbids Domain and other paths, and needs https. */
export function identityCookieName(secure: boolean): string {
  return secure ? '__Host-lectern-id' : 'lectern-id';
}

/** Reads the identity of every request into `request.identity`. */
export async function registerSession(app: FastifyInstance, options: SessionOptions): Promise<void> {
  await app.register(fastifyCookie);
  const signer = createCookieSigner(options.key, options.now ?? Date.now);
  const name = identityCookieName(options.secure);
  signers.set(app, { signer, secure: options.secure });
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request, reply) => {
    const value = request.cookies[name];
    if (value === undefined) return;
    const verified = signer.verify(value);
    if (verified === null) return;
    request.identity = { id: verified.id, kind: 'anonymous' };
    if (verified.renew) setIdentityCookie(reply, signer, options.secure, verified.id);
  });
}

/**
 * Gives the identity of a request that stores something; a reader without one gets one, with its cookie.
 * Call it before the first byte of a stream: the cookie travels in the headers.
 */
export function requireIdentity(request: FastifyRequest, reply: FastifyReply): Identity {
  return request.identity ?? giveIdentity(request, reply, randomUUID());
}

/**
 * Gives a reader who has no identity this one, with its cookie: one that was made for the same request before, when its
 * answer never arrived. Call it before the first byte of a stream.
 */
export function giveIdentity(request: FastifyRequest, reply: FastifyReply, id: string): Identity {
  const session = findSigner(request.server);
  const identity: Identity = { id, kind: 'anonymous' };
  setIdentityCookie(reply, session.signer, session.secure, id);
  request.identity = identity;
  return identity;
}

/** Plugins are encapsulated children of the app: the prototype chain leads to the one that was registered. */
function findSigner(app: FastifyInstance): { signer: CookieSigner; secure: boolean } {
  for (let instance: FastifyInstance | null = app; instance !== null; instance = Object.getPrototypeOf(instance)) {
    const found = signers.get(instance);
    if (found !== undefined) return found;
  }
  throw new Error('registerSession has not been called on this app');
}

function setIdentityCookie(reply: FastifyReply, signer: CookieSigner, secure: boolean, id: string): void {
  // Not reply.setCookie(): that one is written in onSend, which streams by-pass.
  const cookie = fastifyCookie.serialize(identityCookieName(secure), signer.sign(id), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: IDENTITY_MAX_AGE_SECONDS,
  });
  reply.header('set-cookie', cookie);
}
