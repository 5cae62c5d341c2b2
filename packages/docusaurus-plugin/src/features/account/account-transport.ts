/** The ways to the server that accounts use: our own routes, and the library's at `/api/auth`. Loaded on use. */
import { createTransport, type HttpTransport, type RequestParts } from '../../client/http-transport.ts';
import { pageLanguage } from '../../client/messages.ts';
import { identityHeaders, keepSessionToken } from '../../client/site-identity.ts';
import { siteSettings } from '../../client/site-settings.ts';

let transports: { readonly own: HttpTransport; readonly auth: HttpTransport } | undefined;

function ways(): { readonly own: HttpTransport; readonly auth: HttpTransport } {
  const { origin, basePath } = siteSettings().api;
  // Mails come in the language of the page that asked for them.
  const headers = () => ({ ...identityHeaders(), 'accept-language': pageLanguage() });
  const make = (path: string) => createTransport({ baseUrl: origin, basePath: path, headers });
  // `/api/v1` and `/api/auth` are neighbours, also where a proxy puts something before them.
  transports ??= { own: make(basePath), auth: make(basePath.replace(/\/[^/]*$/, '/auth')) };
  return transports;
}

/** Our own routes. */
export const ownRoutes = (): HttpTransport => ways().own;

/** Sends a request to `/api/auth`; where bearers are used the one that comes back is kept. */
export async function sendAuth(path: string, body?: unknown): Promise<Response> {
  const parts: RequestParts = body === undefined ? { method: 'GET' } : { method: 'POST', body };
  const response = await ways().auth.send(path, parts);
  const token = response.headers.get('set-auth-token');
  if (token !== null) keepSessionToken(token);
  return response;
}

/** Asks `/api/auth` for something. */
export function readAuth<T>(path: string, parts: RequestParts, isExpected: (value: unknown) => value is T): Promise<T> {
  return ways().auth.json(path, parts, isExpected);
}
