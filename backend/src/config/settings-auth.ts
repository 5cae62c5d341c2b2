/** Variables of accounts: other services that readers may sign in with, sessions, limits of attempts. */
import { defineSettings, text, url, wholeNumber } from './setting-entry.ts';

/** Sign-in with other services; each needs both its variables. */
export const OAUTH_SETTINGS = defineSettings({
  GITHUB_CLIENT_ID: {
    description: 'OAuth client at GitHub; its callback is PUBLIC_URL/api/auth/callback/github.',
    feature: 'auth',
    example: 'github-client-id',
    schema: text(),
  },
  GITHUB_CLIENT_SECRET: {
    description: 'Secret of the OAuth client at GitHub.',
    feature: 'auth',
    secret: true,
    example: 'github-client-secret',
    schema: text(),
  },
  GOOGLE_CLIENT_ID: {
    description: 'OAuth client at Google; its callback is PUBLIC_URL/api/auth/callback/google.',
    feature: 'auth',
    example: 'google-client-id',
    schema: text(),
  },
  GOOGLE_CLIENT_SECRET: {
    description: 'Secret of the OAuth client at Google.',
    feature: 'auth',
    secret: true,
    example: 'google-client-secret',
    schema: text(),
  },
  OIDC_ISSUER: {
    description:
      'Issuer of an OpenID Connect provider (a university’s, Keycloak, Entra, …), without /.well-known. Its callback is PUBLIC_URL/api/auth/callback/oidc.',
    feature: 'auth',
    example: 'https://login.example',
    schema: url(['http:', 'https:']),
  },
  OIDC_CLIENT_ID: {
    description: 'Client at the OpenID Connect provider.',
    feature: 'auth',
    example: 'lectern',
    schema: text(),
  },
  OIDC_CLIENT_SECRET: {
    description: 'Secret of the client at the OpenID Connect provider.',
    feature: 'auth',
    secret: true,
    example: 'oidc-client-secret',
    schema: text(),
  },
  OIDC_NAME: {
    description: 'Name of the OpenID Connect provider, as it stands on the sign-in button.',
    default: 'Single sign-on',
    feature: 'auth',
    example: 'University of Karachi',
    schema: text(),
  },
});

/** Sessions of accounts, and how often signing in may be tried. */
export const SIGN_IN_SETTINGS = defineSettings({
  SESSION_DAYS: {
    description: 'How long a session lasts since it was last used.',
    unit: 'days',
    default: '30',
    feature: 'auth',
    example: '7',
    schema: wholeNumber(1, 365),
  },
  SESSION_MAX_DAYS: {
    description: 'How long a session lasts at most, however much it is used.',
    unit: 'days',
    default: '180',
    feature: 'auth',
    example: '30',
    schema: wholeNumber(1, 3650),
  },
  PASSWORD_HASH_PASSES: {
    description:
      'Work that one password costs to check: passes of Argon2id over 19 MiB. 2 is the least that OWASP asks for, and about 0.01 s of one core. After a change each account’s hash is made anew when its owner signs in.',
    unit: 'passes',
    default: '2',
    feature: 'auth',
    example: '4',
    schema: wholeNumber(1, 20),
  },
  RATE_LIMIT_SIGN_IN_PER_MINUTE: {
    description:
      'Attempts to sign in, to sign up and to reset a password per address, each counted for itself: a class may share an address. 0 turns the limit off.',
    unit: 'attempts per minute',
    default: '60',
    feature: 'limits',
    example: '20',
    schema: wholeNumber(0, 1_000_000),
  },
  RATE_LIMIT_SIGN_IN_PER_ACCOUNT: {
    description:
      'Attempts to sign in to one account in a quarter of an hour, from whatever addresses; a fifth of it for mails to one address. 0 turns the limit off.',
    unit: 'attempts per 15 minutes',
    default: '20',
    feature: 'limits',
    example: '50',
    schema: wholeNumber(0, 1_000_000),
  },
  PROOF_AFTER_SIGN_UPS_PER_HOUR: {
    description:
      'New accounts per address after which the browser has to work a second for each further one (PROOF_DIFFICULTY). 0 turns it off.',
    unit: 'sign-ups per hour',
    default: '20',
    feature: 'limits',
    example: '50',
    schema: wholeNumber(0, 1_000_000),
  },
});
