/** Better-Auth at `/api/auth/*`: every open route of it, with our rules before and after. */
import { type MailNotice, PASSWORD_LENGTH } from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AuthorizationError, ValidationError } from '../../config/app-error.ts';
import { errorCode } from '../../db/database-errors.ts';
import { requireAccount } from '../../middleware/access.ts';
import { isFromOwnMachine, languageOf } from '../../middleware/request-client.ts';
import { anonymousCookieId, clearIdentityCookie } from '../../middleware/session.ts';
import type { AuthEndpoint } from './auth-endpoint.ts';
import { AUTH_ENDPOINTS } from './auth-endpoints.ts';
import { AUTH_PREFIX } from './auth-engine-deps.ts';
import { type AuthAnswer, readAuthAnswer, sendAuthAnswer, toAuthRequest } from './auth-exchange.ts';
import type { AuthFeature, Stopwatch } from './auth-feature.ts';
import { judgePassword } from './auth-password-policy.ts';
import { type AuthRequest, runAuthRequest } from './auth-request.ts';

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';
/** Bodies are a few fields; credentials of passkeys are the largest. */
const BODY_LIMIT_BYTES = 32 * 1024;

const givenBody = z.looseObject({
  email: z.string().optional(),
  newEmail: z.string().optional(),
  name: z.string().optional(),
  password: z.string().optional(),
  newPassword: z.string().optional(),
  proof: z.string().optional(),
  callbackURL: z.string().optional(),
  userId: z.string().optional(),
  role: z.string().optional(),
});
type GivenBody = z.infer<typeof givenBody>;

/** Registers the routes on the app itself. */
export async function registerAuth(app: FastifyInstance, feature: AuthFeature): Promise<void> {
  for (const endpoint of AUTH_ENDPOINTS) {
    const { method, path, access, summary, body, query, params, answer, redirects } = endpoint;
    app.route({
      method,
      url: `${AUTH_PREFIX}${path}`,
      bodyLimit: BODY_LIMIT_BYTES,
      config: { access },
      schema: {
        tags: ['auth'],
        summary,
        ...(body === undefined ? {} : { body }),
        ...(query === undefined ? {} : { querystring: query }),
        ...(params === undefined ? {} : { params }),
        response: {
          ...(answer === undefined ? {} : { 200: answer }),
          ...(redirects ? { 302: z.null().describe('To the page that was named, with `error` when it failed') } : {}),
        },
      },
      handler: (request, reply) => answerEndpoint(feature, endpoint, request, reply),
    });
  }
}

async function answerEndpoint(
  feature: AuthFeature,
  endpoint: AuthEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const startedAt = feature.stopwatch.now();
  const body = givenBody.safeParse(request.body).data ?? {};
  await checkLimits(feature, endpoint, request, body);
  checkNewPassword(request, body);
  if (endpoint.fresh && !feature.accounts.isFresh(requireAccount(request))) {
    throw new AuthorizationError('SESSION_NOT_FRESH');
  }
  const former = endpoint.signsIn ? await feature.formerSession(request.headers.cookie) : null;
  const scope: AuthRequest = {
    locale: languageOf(request),
    returnTo: body.callbackURL ?? '/',
    began: null,
    mail: null,
  };
  const answer = await runAuthRequest(scope, () => ask(feature, endpoint, request, body));
  if (endpoint.signsIn && scope.began !== null) {
    await feature.endFormer(former, scope.began.sessionId);
    await takeOver(feature, request, reply, scope.began.userId);
  }
  if (answer.status < 400) await feature.after(endpoint.path, { request, body });
  const whole = endpoint.mails && answer.status === 200 ? withMail(answer, noticeOf(feature, scope, request)) : answer;
  await waitUntil(startedAt + (endpoint.noSoonerThanMs ?? 0), feature.stopwatch);
  return sendAuthAnswer(request, reply, whole);
}

async function ask(
  feature: AuthFeature,
  endpoint: AuthEndpoint,
  request: FastifyRequest,
  { proof: _proof, ...body }: GivenBody,
): Promise<AuthAnswer> {
  // A password is changed because somebody may know it: the other sessions end, and this one is renewed.
  const passed = endpoint.path === '/change-password' ? { ...body, revokeOtherSessions: true } : body;
  const once = async () =>
    readAuthAnswer(await feature.engine.handle(toAuthRequest(request, feature.publicUrl, passed), providerOf(request)));
  const answer = await once().catch((error: unknown) => {
    // The link was good, but its address is another account's by now.
    if (endpoint.path === '/verify-email' && errorCode(error) === UNIQUE_VIOLATION)
      return takenAnswer(feature, request);
    throw error;
  });
  // What a page sends as a passkey is no fault of the server's.
  if (endpoint.path === '/passkey/verify-registration' && answer.status === 500) return { ...answer, status: 400 };
  // Another request made the account in between: seen again, it is one that exists, and is answered as such.
  return endpoint.path === '/sign-up/email' && answer.status === 422 ? once() : answer;
}

/** The service that a request is about. */
function providerOf(request: FastifyRequest): string | undefined {
  const named = z.object({ provider: z.string(), id: z.string() }).partial();
  return named.safeParse(request.body).data?.provider ?? named.safeParse(request.params).data?.id;
}

/** As Better-Auth leads back from a link that is good no more. */
function takenAnswer({ publicUrl }: AuthFeature, request: FastifyRequest): AuthAnswer {
  const { callbackURL = '/' } = z.object({ callbackURL: z.string() }).partial().parse(request.query);
  const target = new URL(callbackURL, publicUrl);
  target.searchParams.set('error', 'INVALID_TOKEN');
  const location = target.origin === publicUrl ? `${target.pathname}${target.search}` : publicUrl;
  return { status: 302, headers: new Headers({ location }), body: undefined };
}

async function checkLimits(
  { limits }: AuthFeature,
  { limit }: AuthEndpoint,
  request: FastifyRequest,
  { email, newEmail, proof }: GivenBody,
): Promise<void> {
  if (limit === undefined) return;
  const own = request.identity?.kind === 'account' ? request.identity.id : null;
  await limits.check({ limit, address: request.ip, account: newEmail ?? email ?? own, proof });
}

/** @throws VALIDATION_FAILED with the field, for passwords that anybody would try */
function checkNewPassword(request: FastifyRequest, { email, name, password, newPassword }: GivenBody): void {
  const isSignUp = request.routeOptions.url === `${AUTH_PREFIX}/sign-up/email`;
  const path = isSignUp ? 'password' : 'newPassword';
  const chosen = isSignUp ? password : newPassword;
  const fault = chosen === undefined ? undefined : judgePassword(chosen, [email ?? '', name ?? '']);
  if (fault === undefined) return;
  const message =
    fault === 'common'
      ? `is among the first that are tried: take ${PASSWORD_LENGTH.min} or more characters that are your own`
      : 'is too much like your name or address';
  throw new ValidationError('VALIDATION_FAILED', { detail: `The password ${message}.`, errors: [{ path, message }] });
}

/** What the reader owned before comes along. A sign-in never fails by it: what stayed behind comes with the next one. */
async function takeOver(
  feature: AuthFeature,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
): Promise<void> {
  const { identity } = request;
  const anonymousId = identity?.kind === 'anonymous' ? identity.id : anonymousCookieId(request);
  if (anonymousId === null) return;
  try {
    await feature.accounts.takeOver(anonymousId, userId);
    clearIdentityCookie(request, reply);
    // An answer that still streams is stored for who asked it.
    await feature.takeOverAgain(anonymousId, userId);
  } catch (err) {
    request.log.error({ err }, 'what a reader owned before signing in could not be taken over');
  }
}

/** The link of a mail is shown to a developer on the same machine, and to nobody else. */
function noticeOf(feature: AuthFeature, { mail }: AuthRequest, request: FastifyRequest): MailNotice {
  return { delivery: feature.mailDelivery(), url: isFromOwnMachine(request) ? (mail?.url ?? null) : null };
}

function withMail(answer: AuthAnswer, mail: MailNotice): AuthAnswer {
  return typeof answer.body === 'object' && answer.body !== null
    ? { ...answer, body: { ...answer.body, mail } }
    : answer;
}

async function waitUntil(time: number, stopwatch: Stopwatch): Promise<void> {
  const left = time - stopwatch.now();
  if (left > 0) await stopwatch.wait(left);
}
