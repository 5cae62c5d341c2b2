/** Who one is: `/me`, and `/identity/anonymous` for pages of other origins, to which the browser sends no cookie. */
import {
  anonymousIdentityResponseSchema,
  type MeResponse,
  meResponseSchema,
  type SignInMethods,
} from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Identity } from '../../middleware/identity.ts';
import { issueAnonymousBearer, refuseStrayBearer } from '../../middleware/session.ts';
import type { Accounts } from './auth.service.ts';

/** What the routes need. */
export interface IdentityDeps {
  /** undefined: there are no accounts here. */
  readonly accounts: Pick<Accounts, 'find'> | undefined;
  readonly methods: SignInMethods;
}

/** Registers the routes below the API's prefix. They are there without accounts too. */
export async function registerIdentity(app: FastifyInstance, { accounts, methods }: IdentityDeps): Promise<void> {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.post(
    '/identity/anonymous',
    {
      config: { access: 'public' },
      schema: {
        tags: ['auth'],
        summary: 'A bearer for an anonymous reader, 30 days; shown again, the same reader gets a new one',
        response: { 200: anonymousIdentityResponseSchema },
      },
    },
    async (request, reply) => {
      refuseStrayBearer(request);
      const { identityId, token, expiresAt } = issueAnonymousBearer(request);
      return reply.header('cache-control', 'no-store').send({ identityId, token, expiresAt: expiresAt.toISOString() });
    },
  );
  api.get(
    '/me',
    {
      config: { access: 'public' },
      schema: {
        tags: ['auth'],
        summary: 'Who the request is from, and how one can sign in here',
        response: { 200: meResponseSchema },
      },
    },
    async (request, reply) => {
      refuseStrayBearer(request);
      return reply.header('cache-control', 'no-store').send(await describe(request.identity, accounts, methods));
    },
  );
}

async function describe(
  identity: Identity | null,
  accounts: IdentityDeps['accounts'],
  methods: SignInMethods,
): Promise<MeResponse> {
  const account = identity?.kind === 'account' ? await accounts?.find(identity.id) : undefined;
  if (identity?.kind !== 'account' || account === undefined) {
    return {
      kind: identity?.kind === 'anonymous' ? 'anonymous' : 'nobody',
      id: identity?.kind === 'anonymous' ? identity.id : null,
      name: null,
      email: null,
      emailVerified: false,
      role: null,
      hasPassword: false,
      signedInAt: null,
      methods,
    };
  }
  const { id, name, email, emailVerified, role, hasPassword } = account;
  const signedInAt = new Date(identity.signedInAt).toISOString();
  return { kind: 'account', id, name, email, emailVerified, role, hasPassword, signedInAt, methods };
}
