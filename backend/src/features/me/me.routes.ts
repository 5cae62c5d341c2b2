/** `/me/…`: what a reader tells, takes along, deletes, and may know about what is kept. */
import { Readable } from 'node:stream';
import {
  type MeDeletionResponse,
  meDeletionRequestSchema,
  meDeletionResponseSchema,
  meExportSchema,
  type PrivacyResponse,
  privacyResponseSchema,
  profileResponseSchema,
  userProfileSchema,
} from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { OwnedData } from '../../db/owned-data.ts';
import { isFromOwnMachine, languageOf } from '../../middleware/request-client.ts';
import { clearIdentityCookie, refuseStrayBearer, requireIdentity } from '../../middleware/session.ts';
import type { DeletionOutcome, DeletionService } from './me-deletion.service.ts';
import { exportFileName, writeExport } from './me-export.ts';
import type { ProfileRepository } from './me-profile.repository.ts';
import { tidyProfile } from './me-profile.ts';

/** What the routes need. */
export interface MeDeps {
  readonly profiles: ProfileRepository;
  readonly deletion: Pick<DeletionService, 'remove'>;
  /** What the features keep of readers, the account itself included. */
  readonly owned: readonly OwnedData[];
  readonly privacy: PrivacyResponse;
  readonly publicUrl: string;
  /** `Set-Cookie` values that end a session in the browser. */
  readonly endSession: () => readonly string[];
}

const tags = ['me'];
/** An export reads all that there is; nobody needs many. Per address. */
const EXPORT_LIMIT = { max: 20, timeWindow: 60_000 };

/** Registers the routes below the API's prefix. */
export async function registerMe(app: FastifyInstance, deps: MeDeps): Promise<void> {
  await app.register(async (own) => {
    own.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    registerProfile(own, deps);
    registerExport(own, deps);
    registerDeletion(own, deps);
    registerPrivacy(own, deps);
  });
}

function registerProfile(app: FastifyInstance, { profiles }: MeDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/me/profile',
    {
      config: { access: 'own' },
      schema: { tags, summary: 'What one has told about oneself', response: { 200: profileResponseSchema } },
    },
    async ({ identity }) => (identity === null ? { profile: null, updatedAt: null } : profiles.find(identity.id)),
  );
  api.put(
    '/me/profile',
    {
      config: { access: 'own' },
      schema: {
        tags,
        summary: 'Tell about oneself; replaces what was told before',
        body: userProfileSchema,
        response: { 200: profileResponseSchema },
      },
    },
    async (request, reply) => {
      const { id } = requireIdentity(request, reply);
      const profile = tidyProfile(request.body);
      const updatedAt = new Date();
      await profiles.save(id, profile, updatedAt);
      return { profile, updatedAt: updatedAt.toISOString() };
    },
  );
}

function registerExport(app: FastifyInstance, { owned, publicUrl }: MeDeps): void {
  const url = '/me/export';
  const schema = {
    tags,
    summary: 'All that is stored of one, as a JSON file; its last key is `complete`',
    response: { 200: meExportSchema },
  };
  app.get(url, { config: { access: 'own', rateLimit: EXPORT_LIMIT }, schema }, async (request, reply) => {
    const exportedAt = new Date();
    reply.header('content-disposition', `attachment; filename="${exportFileName(exportedAt)}"`);
    // Who nothing is stored of has no identity yet, and need not get one for that.
    const { id, kind } = request.identity ?? { id: NOBODY, kind: 'anonymous' as const };
    const pieces = writeExport({
      identity: { id, kind },
      server: publicUrl,
      exportedAt,
      owned: request.identity === null ? owned.map(({ name }) => ({ name, export: nothing })) : owned,
    });
    // A piece is read when the one before is on its way: a slow reader holds no more than two.
    const stream = Readable.from(pieces, { objectMode: false, highWaterMark: 1 });
    return reply.type('application/json; charset=utf-8').send(stream);
  });
}

/** The nil UUID (RFC 9562 §5.9). */
const NOBODY = '00000000-0000-0000-0000-000000000000';

async function* nothing(): AsyncGenerator<never> {}

function registerDeletion(app: FastifyInstance, deps: MeDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.delete(
    '/me',
    {
      config: { access: 'own' },
      // Without a body nothing is confirmed.
      preValidation: async (request) => {
        request.body ??= { confirmByEmail: false, returnTo: '/account/data' };
      },
      schema: {
        tags,
        summary: 'Delete all that is stored of one; an account confirms it',
        body: meDeletionRequestSchema,
        response: { 200: meDeletionResponseSchema },
      },
    },
    async (request, reply) => {
      refuseStrayBearer(request);
      const outcome = await deps.deletion.remove({
        ...request.body,
        identity: request.identity,
        address: request.ip,
        locale: languageOf(request),
      });
      if (outcome.status === 'deleted') endIdentity(request, reply, outcome.kind, deps);
      return presentOutcome(outcome, request);
    },
  );
}

/** A browser must not go on as somebody who is not there any more. */
function endIdentity(
  request: FastifyRequest,
  reply: FastifyReply,
  kind: Extract<DeletionOutcome, { status: 'deleted' }>['kind'],
  { endSession }: MeDeps,
): void {
  if (kind === 'nobody') return;
  if (kind === 'account') for (const cookie of endSession()) reply.header('set-cookie', cookie);
  else clearIdentityCookie(request, reply);
}

function presentOutcome(outcome: DeletionOutcome, request: FastifyRequest): MeDeletionResponse {
  if (outcome.status === 'deleted') return { status: 'deleted', mail: null };
  const { delivery, url } = outcome.receipt;
  return { status: 'mailed', mail: { delivery, url: isFromOwnMachine(request) ? url : null } };
}

function registerPrivacy(app: FastifyInstance, { privacy }: MeDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/me/privacy',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'What this server keeps, for how long, and who else gets what',
        response: { 200: privacyResponseSchema },
      },
    },
    async () => privacy,
  );
}
