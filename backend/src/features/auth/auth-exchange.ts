/** One exchange with Better-Auth: our request as the one it takes, its answer as ours. */
import { ERROR_CLASSES, type Problem } from '@lectern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../config/app-error.ts';
import { PROBLEM_MEDIA_TYPE } from '../../middleware/problem.ts';

/**
 * What Better-Auth gets to see. Not the address, nor who a proxy says it is: both are ours to judge. Nor `Sec-Fetch-*`:
 * clients that are no browsers send some of it too, without an Origin, and forms of other sites are not JSON.
 */
const PASSED_HEADERS = ['cookie', 'authorization', 'origin', 'referer', 'user-agent', 'accept'];
/** What of its answer goes on. */
const RETURNED_HEADERS = ['location', 'set-auth-token'];

const problemBody = z.object({ code: z.string().max(100), message: z.string().max(1000) }).partial();

/** What Better-Auth answered. */
export interface AuthAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed; undefined when there is none. */
  readonly body: unknown;
}

/** The request as Better-Auth takes it. */
export function toAuthRequest(request: FastifyRequest, publicUrl: string, body: unknown): Request {
  const headers = new Headers();
  for (const name of PASSED_HEADERS) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  if (request.method === 'GET') return new Request(new URL(request.url, publicUrl), { headers });
  headers.set('content-type', 'application/json');
  return new Request(new URL(request.url, publicUrl), {
    method: request.method,
    headers,
    body: JSON.stringify(body ?? {}),
  });
}

/** Reads an answer of Better-Auth. */
export async function readAuthAnswer(response: Response): Promise<AuthAnswer> {
  const text = response.body === null ? '' : await response.text();
  return { status: response.status, headers: response.headers, body: parseJson(text) };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends an answer on: its status, cookies, bearer and target; errors as problems. */
export function sendAuthAnswer(request: FastifyRequest, reply: FastifyReply, answer: AuthAnswer): FastifyReply {
  const { status, headers, body } = answer;
  for (const name of RETURNED_HEADERS) {
    const value = headers.get(name);
    if (value !== null) reply.header(name, value);
  }
  // One by one: joined by commas they would be one.
  for (const cookie of headers.getSetCookie()) reply.header('set-cookie', cookie);
  reply.header('cache-control', 'no-store');
  if (status >= 500) throw new AppError('INTERNAL', { cause: new Error(`sign-in request failed with ${status}`) });
  if (status >= 400) return sendAuthProblem(request, reply, answer);
  reply.code(status);
  // A route's schema is of its good answer; a redirect has no body.
  return status >= 300 ? reply.serializer(() => '').send('') : reply.send(body);
}

function sendAuthProblem(request: FastifyRequest, reply: FastifyReply, { status, body }: AuthAnswer): FastifyReply {
  const { code = codeOf(status), message = 'The request was refused.' } = problemBody.safeParse(body).data ?? {};
  const problem: Problem & { readonly message: string } = {
    type: 'https://lectern.dev/errors#AUTH',
    title: message,
    status,
    code,
    detail: message,
    requestId: request.id,
    message,
  };
  request.log.debug({ code, status }, 'sign-in request refused');
  reply.code(status).header('content-type', PROBLEM_MEDIA_TYPE);
  return reply.serializer((value: unknown) => JSON.stringify(value)).send(problem);
}

function codeOf(status: number): string {
  const [name = 'AppError'] = Object.entries(ERROR_CLASSES).find(([, value]) => value === status) ?? [];
  return name.replace(/Error$/, '').toUpperCase();
}
