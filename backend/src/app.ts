/** The whole wiring: middleware in order, then the visible list of features. */
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { moduleLogger } from './config/logging.ts';
import type { Deps } from './deps.ts';
import { registerHealth } from './features/health/index.ts';
import { answerBrokenRequest, registerErrors } from './middleware/errors.ts';
import { registerRequestId, requestIdOf } from './middleware/request-id.ts';
import { collectRoutes } from './middleware/route-list.ts';
import { registerSession } from './middleware/session.ts';

/** Base path of the API; a feature's own paths come below it. */
export const API_PREFIX = '/api/v1';

/** Builds the server, ready for `inject` or `listen`. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const { settings } = deps;
  const log: FastifyBaseLogger = moduleLogger(deps.logger, settings, 'http');
  const app = Fastify({
    loggerInstance: log,
    disableRequestLogging: true,
    // The id of the request comes from the request context, which also reaches services; a child per request would repeat it.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIdOf,
    bodyLimit: settings.server.bodyLimitBytes,
    requestTimeout: settings.server.requestTimeoutMs,
    forceCloseConnections: 'idle',
    trustProxy: settings.security.trustedProxies.length > 0 ? [...settings.security.trustedProxies] : false,
    clientErrorHandler: answerBrokenRequest,
  });
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  // Bodies are JSON only; Fastify would also take text/plain.
  app.removeContentTypeParser('text/plain');

  const routes = collectRoutes(app);
  registerRequestId(app);
  registerErrors(app, routes, async () => false);
  await registerSession(app, { key: deps.keys.cookies, secure: settings.server.secure });

  await registerHealth(app, deps.health);
  await app.register(
    async (_api) => {
      // await registerContent(_api, deps.content);
      // await registerChat(_api, deps.chat);
    },
    { prefix: API_PREFIX },
  );
  return app;
}
