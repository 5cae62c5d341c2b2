/** What a route may say about itself to the middleware. */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Logged at debug only: probes and metrics would drown the rest. */
    quiet?: boolean;
    /** false: answered even when the event loop is behind. */
    underPressure?: boolean;
  }
}

/** Settings of probes: never limited, never refused, hardly logged. */
export const PROBE_CONFIG = { rateLimit: false, underPressure: false, quiet: true } as const;
