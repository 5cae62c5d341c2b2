/** Holds requests to what their route declares: who may use it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AuthenticationError, AuthorizationError } from '../config/app-error.ts';
import type { AccountIdentity } from './identity.ts';
import type { RouteAccess } from './route-config.ts';
import { refuseStrayBearer } from './session.ts';

/**
 * Checks each request against `config.access` of its route. Register it after the session: at preParsing the account is
 * known, and the body of who may not is never read.
 */
export function registerAccess(app: FastifyInstance): void {
  app.addHook('preParsing', async (request) => {
    checkAccess(request, request.routeOptions.config.access ?? 'public');
  });
}

/**
 * Lets a request pass, or refuses it.
 * @throws AUTHENTICATION_REQUIRED when the route needs an account and the request has none
 * @throws FORBIDDEN when the account has another role
 */
export function checkAccess(request: FastifyRequest, access: RouteAccess): void {
  if (access === 'public') return;
  refuseStrayBearer(request);
  if (access === 'own') return;
  const { role } = requireAccount(request);
  if (access === 'account' || access.roles.includes(role)) return;
  const detail = `This needs the role ${access.roles.join(' or ')}; yours is ${role}.`;
  throw new AuthorizationError('FORBIDDEN', { detail });
}

/**
 * The account of a request. Routes that declare `account` or roles always have one.
 * @throws AUTHENTICATION_REQUIRED
 */
export function requireAccount(request: FastifyRequest): AccountIdentity {
  const { identity } = request;
  if (identity?.kind === 'account') return identity;
  throw new AuthenticationError('AUTHENTICATION_REQUIRED', { detail: 'This needs an account: sign in first.' });
}
