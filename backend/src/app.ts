/** The whole wiring: middleware in order, then the visible list of features. */
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { signInMethodsOf } from './config/capabilities.ts';
import { moduleLogger } from './config/logging.ts';
import type { Deps } from './deps.ts';
import { registerAllowance } from './features/allowance/index.ts';
import { registerAuth, registerIdentity } from './features/auth/index.ts';
import { registerChat } from './features/chat/index.ts';
import { registerContent } from './features/content/index.ts';
import { registerHealth } from './features/health/index.ts';
import { registerLearning } from './features/learning/index.ts';
import { type McpDeps, registerMcp } from './features/mcp/index.ts';
import { registerMe } from './features/me/index.ts';
import { registerTranslation } from './features/translation/index.ts';
import { registerAccess } from './middleware/access.ts';
import { registerAccessLog } from './middleware/access-log.ts';
import { registerApiDescription, registerApiReference } from './middleware/api-reference.ts';
import { registerCors, registerOriginCheck } from './middleware/cors.ts';
import { answerBrokenRequest, registerErrors, sendProblem } from './middleware/errors.ts';
import { registerMetrics } from './middleware/metrics.ts';
import { registerPressure } from './middleware/pressure.ts';
import { registerRateLimit } from './middleware/rate-limit.ts';
import { registerRequestId, requestIdOf } from './middleware/request-id.ts';
import { collectRoutes } from './middleware/route-list.ts';
import { registerSecurityHeaders } from './middleware/security-headers.ts';
import { registerSession } from './middleware/session.ts';
import { createSite } from './middleware/site.ts';
import { registerStopping } from './middleware/stopping.ts';
import { registerWebSockets } from './middleware/web-socket.ts';

/** Base path of the API; a feature's own paths come below it. */
export const API_PREFIX = '/api/v1';

/** Longest step of a path that a route takes as a parameter: chapter keys are up to 300 characters, percent-encoded. */
const MAX_PARAM_LENGTH = 1000;

/** Builds the server, ready for `inject` or `listen`. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const { settings } = deps;
  const { secure } = settings.server;
  const app = createServer(deps);
  const site = createSite({ siteDir: settings.content.siteDir, secure, log: app.log });

  // Middleware, in the order in which a request meets it.
  const routes = collectRoutes(app);
  registerRequestId(app);
  registerAccessLog(app, settings.logging.slowRequestMs);
  registerMetrics(app, deps.metrics, settings.security.metricsToken);
  await registerSecurityHeaders(app, secure);
  await registerCors(app, settings);
  registerStopping(app, deps.lifecycle);
  await registerPressure(app, settings.server.maxEventLoopDelayMs);
  await registerSession(app, { key: deps.keys.cookies, secure, accounts: deps.auth?.resolve });
  registerAccess(app);
  registerOriginCheck(app, settings);
  await registerRateLimit(app, settings, deps.rateCounter);
  registerErrors(app, routes, site.pageNotFound);
  await registerWebSockets(app);
  if (settings.features.apiReference) await registerApiDescription(app);

  // Features.
  await registerHealth(app, deps.health);
  await app.register(
    async (api) => {
      await registerIdentity(api, { accounts: deps.auth?.accounts, methods: signInMethodsOf(settings) });
      await registerMe(api, deps.me);
      await registerContent(api, deps.content);
      if (settings.features.chat) await registerChat(api, deps.chat);
      await registerAllowance(api, deps.allowance);
      if (settings.features.learning) await registerLearning(api, deps.learning);
      if (settings.features.translation) await registerTranslation(api, deps.translation);
    },
    { prefix: API_PREFIX },
  );

  if (deps.auth) await registerAuth(app, deps.auth);

  // Asking is part of it: without the one there is not the other.
  if (settings.features.mcp && settings.features.chat) await registerMcp(app, mcpDeps(deps));

  if (settings.features.apiReference) await registerApiReference(app);
  await site.register(app);
  return app;
}

function mcpDeps({ settings, content, chat, rateCounter, lifecycle }: Deps): McpDeps {
  const { publicUrl } = settings.server;
  return {
    content: content.service,
    chat: chat.service,
    publicUrl,
    modelAnswers: settings.mcpModelAnswers,
    callers: {
      origins: new Set([publicUrl, ...settings.security.corsOrigins]),
      ownMachine: settings.environment === 'development' || settings.environment === 'test',
    },
    rateCounter,
    asksPerMinute: settings.rateLimit.askPerMinute,
    cut: lifecycle.cut,
  };
}

function createServer(deps: Deps): FastifyInstance {
  const { server, security } = deps.settings;
  const log: FastifyBaseLogger = moduleLogger(deps.logger, deps.settings, 'http');
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // The id of the request comes from the request context, which also reaches services; a child per request would repeat it.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIdOf,
    bodyLimit: server.bodyLimitBytes,
    requestTimeout: server.requestTimeoutMs,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    forceCloseConnections: 'idle',
    trustProxy: security.trustedProxies.length > 0 ? [...security.trustedProxies] : false,
    clientErrorHandler: answerBrokenRequest,
    // Ours answers in the problem shape, see stopping.ts.
    return503OnClosing: false,
    // Addresses that cannot be decoded never reach a route or a hook.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      sendProblem(request, reply, error);
    },
  });
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  // Bodies are JSON only; Fastify would also take text/plain.
  app.removeContentTypeParser('text/plain');
  return app;
}
