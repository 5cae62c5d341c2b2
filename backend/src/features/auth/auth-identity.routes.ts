/** `/identity/anonymous`: an identity for pages of other origins, to which the browser sends no cookie. */
import { anonymousIdentityResponseSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { issueAnonymousBearer, refuseStrayBearer } from '../../middleware/session.ts';

/** Registers the route below the API's prefix. It is there without accounts too. */
export async function registerIdentity(app: FastifyInstance): Promise<void> {
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
}
