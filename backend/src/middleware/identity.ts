/** Who a request is from. */
import type { Role } from '@lectern/contracts';

/** A reader who is known by a signed cookie or bearer only; nothing is stored about them but what they store. */
export interface AnonymousIdentity {
  /** UUID; owner of what the request stores. */
  readonly id: string;
  readonly kind: 'anonymous';
}

/** A reader who has signed in. */
export interface AccountIdentity {
  /** UUID of the account; owner of what the request stores. */
  readonly id: string;
  readonly kind: 'account';
  readonly role: Role;
  /** UUID of the session. */
  readonly sessionId: string;
  readonly emailVerified: boolean;
  /** When this session began with a password, a passkey or another service; milliseconds since 1970. */
  readonly signedInAt: number;
}

/** Who a request is from. */
export type Identity = AnonymousIdentity | AccountIdentity;

/** A session that was looked up, and the cookies that prolong it in the browser. */
export interface ResolvedAccount {
  readonly identity: AccountIdentity;
  /** `Set-Cookie` values for the answer; empty when the session is not prolonged. */
  readonly cookies: readonly string[];
}

/**
 * Finds the account of a request's cookie or bearer in the database; null when there is none, it has ended, or its user
 * is gone.
 */
export type AccountResolver = (headers: {
  readonly cookie?: string;
  readonly authorization?: string;
}) => Promise<ResolvedAccount | null>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who the request is from; null until something has been stored for this reader. Accounts: known after onRequest. */
    identity: Identity | null;
  }
}
