/** Headers that tell the browser what not to do. Pages and the API reference replace the policy by their own. */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { API_POLICY } from './content-policy.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Registers the headers for every answer; HSTS only behind https, where it is meant. */
export async function registerSecurityHeaders(app: FastifyInstance, secure: boolean): Promise<void> {
  await app.register(helmet, {
    // Set below: it differs between answers, and hashes are known only when the site is read.
    contentSecurityPolicy: false,
    strictTransportSecurity: secure ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    // Simulations run in frames of the same origin.
    frameguard: { action: 'sameorigin' },
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', API_POLICY);
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  });
}
