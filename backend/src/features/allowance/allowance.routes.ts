/** `/me/allowance`: what a reader has left. `/chat/challenge`: how one who asks a lot gets more. */
import { type AnswerWriterName, allowanceResponseSchema, proofChallengeSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Ledger, ProofGate } from '../../usage/index.ts';

/** What the routes need. */
export interface AllowanceDeps {
  readonly ledger: Pick<Ledger, 'allowance'>;
  readonly proofGate: Pick<ProofGate, 'challenge'>;
  /** The model that is asked first; null when answers are made of quotes. */
  readonly writer: AnswerWriterName | null;
  /** The provider that questions go to so that passages are found by meaning; null when they stay here. */
  readonly embedder: AnswerWriterName | null;
}

/** Registers the routes below the API's prefix. */
export async function registerAllowance(app: FastifyInstance, deps: AllowanceDeps): Promise<void> {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/me/allowance',
    {
      schema: {
        tags: ['auth'],
        summary: 'Model answers left today, and who writes them',
        response: { 200: allowanceResponseSchema },
      },
    },
    async (request, reply) => {
      const payer = { address: request.ip, readerId: request.identity?.id ?? null };
      const { answersLeft, resetsAt } = await deps.ledger.allowance(payer);
      return reply.header('cache-control', 'no-store').send({
        answersLeft: deps.writer === null ? null : answersLeft,
        translationsLeft: null,
        resetsAt: resetsAt.toISOString(),
        writer: deps.writer,
        embedder: deps.embedder,
      });
    },
  );
  api.post(
    '/chat/challenge',
    {
      schema: {
        tags: ['chat'],
        summary: 'A challenge of work; its proof lets a question pass that PROOF_REQUIRED refused',
        response: { 200: proofChallengeSchema },
      },
    },
    async (_request, reply) => reply.header('cache-control', 'no-store').send(await deps.proofGate.challenge()),
  );
}
