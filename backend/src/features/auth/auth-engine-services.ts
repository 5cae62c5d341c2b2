/** Better-Auth's part about other services: which there are, and what of their accounts is kept. */
import type { BetterAuthDeps } from './auth-engine-deps.ts';
import { nameFromElsewhere } from './auth-names.ts';

/** Name of the OpenID Connect provider in addresses. */
export const OIDC_PROVIDER_ID = 'oidc';

/** Google and GitHub, where their settings are there. */
export function socialProviders({ oauth }: BetterAuthDeps['settings']) {
  return {
    ...(oauth.google ? { google: { ...clientOf(oauth.google), prompt: 'select_account' as const } } : {}),
    ...(oauth.github ? { github: clientOf(oauth.github) } : {}),
  };
}

const clientOf = ({ clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string }) => ({
  clientId,
  clientSecret,
});

/** The OpenID Connect provider, where its settings are there. */
export function oidcProviders({ oauth }: BetterAuthDeps['settings']) {
  if (oauth.oidc === null) return [];
  const { issuer, clientId, clientSecret, name } = oauth.oidc;
  return [
    {
      providerId: OIDC_PROVIDER_ID,
      name,
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      scopes: ['openid', 'email', 'profile'],
      pkce: true,
      requireIdTokenVerification: true,
    },
  ];
}

/** Names of other services are made plain; their pictures and tokens are not kept. */
export function databaseHooks() {
  return {
    user: {
      create: {
        before: async (user: { name: string }) => ({
          data: { ...user, name: nameFromElsewhere(user.name), image: null },
        }),
      },
    },
    account: {
      create: {
        before: async (account: object) => ({
          data: { ...account, accessToken: null, refreshToken: null, idToken: null, scope: null },
        }),
      },
    },
  };
}
