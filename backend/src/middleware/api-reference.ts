/** The API's description at /openapi.json and a readable reference at /docs, all from this server. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { SERVER_VERSION } from '../config/version.ts';
import { REFERENCE_POLICY } from './content-policy.ts';
import { describeProblems } from './openapi-problems.ts';

/** Collects the routes' schemas from now on: call it before the routes are registered. */
export async function registerApiDescription(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lectern',
        version: SERVER_VERSION,
        description:
          'A book that answers: ask with citations, search, read. Errors are RFC 9457 problem details, see ErrorResponse.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      // Relative: the description is right at whatever address it was fetched from.
      servers: [{ url: '/' }],
      tags: [
        { name: 'content', description: 'The book: outline, chapters, search' },
        { name: 'chat', description: 'Asking the book' },
        { name: 'auth', description: 'Who one is: accounts, anonymous readers, what is left of the limits' },
        { name: 'me', description: 'What is kept of one: profile, export, deletion, privacy' },
        { name: 'learning', description: 'Progress, quizzes, reviews, bookmarks and notes' },
        { name: 'health', description: 'Whether the server works' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => describeProblems(jsonSchemaTransformObject(document)),
  });
}

/** Registers /openapi.json and /docs; no third party is called from the reader's browser. */
export async function registerApiReference(app: FastifyInstance): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(app.swagger()),
  );
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: REFERENCE_POLICY,
    // A null validator URL keeps Swagger UI from sending the address of this server to its own validator.
    uiConfig: { layout: 'BaseLayout', deepLinking: true, docExpansion: 'list', validatorUrl: null },
    theme: { title: 'Lectern API' },
  });
}
