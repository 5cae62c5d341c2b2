/** A real OpenID Connect provider on loopback, and a browser that signs in there. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Client of the tests. */
export const OIDC_CLIENT = { id: 'lectern', secret: 'secret-of-the-client-at-the-provider' };

/** What the provider says of who signs in as `login`. */
export type OidcClaims = Readonly<Record<string, unknown>>;

/** A running provider. */
export interface OidcProvider {
  readonly issuer: string;
  /** Goes to an address of the provider, signs in there, consents. @returns where it sends the browser back to */
  signIn(address: string, login: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts one; `claimsOf` says who its users are. */
export async function startOidcProvider(
  redirectUri: string,
  claimsOf: (login: string) => OidcClaims,
): Promise<OidcProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: OIDC_CLIENT.id, client_secret: OIDC_CLIENT.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key for the cookies of the tests'] },
    findAccount: (_context, login) => ({ accountId: login, claims: () => ({ sub: login, ...claimsOf(login) }) }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    signIn: (address, login) => browse(issuer, redirectUri, address, login),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Follows redirects and fills in the provider's two forms, until it sends the browser away. */
async function browse(issuer: string, redirectUri: string, address: string, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let request: { url: string; form?: URLSearchParams } = { url: address };
  for (let step = 0; step < 20; step += 1) {
    const response = await fetch(request.url, {
      redirect: 'manual',
      headers: { cookie: Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ') },
      ...(request.form ? { method: 'POST', body: request.form } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location?.startsWith(redirectUri)) return location;
    if (location !== null) {
      request = { url: new URL(location, issuer).href };
      continue;
    }
    const page = await response.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (action === undefined || prompt === undefined)
      throw new Error(`The provider answered ${response.status}: ${page}`);
    request = { url: new URL(action, issuer).href, form: new URLSearchParams({ prompt, login, password: 'any' }) };
  }
  throw new Error('The provider leads round in circles.');
}
