/** What a route may say about itself to the middleware. */
import type { Role } from '@lectern/contracts';

/**
 * Who may use a route; access.ts enforces it.
 *
 * - `public`: everybody; the default, for reading and asking.
 * - `own`: everybody, for their own things: an anonymous reader's or an account's. Who has no identity yet owns nothing,
 *   and gets one with the first thing that is stored (`requireIdentity`). What another owns is 404.
 * - `account`: who has signed in; 401 for others.
 * - roles: who has signed in with one of them; 401 for nobody, 403 for another role.
 */
export type RouteAccess = 'public' | 'own' | 'account' | { readonly roles: readonly Role[] };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Logged at debug only: probes and metrics would drown the rest. */
    quiet?: boolean;
    /** false: answered even when the event loop is behind. */
    underPressure?: boolean;
    /** Who may use the route; default `public`. */
    access?: RouteAccess;
  }
}

/** Settings of probes: never limited, never refused, hardly logged. */
export const PROBE_CONFIG = { rateLimit: false, underPressure: false, quiet: true } as const;
