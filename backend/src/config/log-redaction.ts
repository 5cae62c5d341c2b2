/** Keeps secrets out of the log: by the name of a field, and by value wherever it stands. */
import pino from 'pino';
import type { Settings } from './settings.ts';

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'secret',
  'token',
  'apiKey',
  'accessToken',
  'refreshToken',
  'clientSecret',
];

const under = (prefix: string, field: string) => (field.startsWith('[') ? `${prefix}${field}` : `${prefix}.${field}`);

/** Paths whose values are never logged: each secret field at the top, one and two levels down, and in request headers. */
export const REDACTED_PATHS: readonly string[] = SECRET_FIELDS.flatMap((field) => [
  field,
  under('*', field),
  under('*.*', field),
]);

/** Shorter texts would strike innocent words. */
const SHORTEST_SECRET = 6;
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s@/"]+@/gi;

/** Makes the function that takes every secret of the settings, and every password in a URL, out of a finished line. */
export function createScrubber(settings: Settings): (line: string) => string {
  const secrets = secretValues(settings).map((secret) => JSON.stringify(secret).slice(1, -1));
  return (line) => {
    let clean = line.includes('://') ? line.replace(URL_PASSWORD, '$1:[redacted]@') : line;
    for (const secret of secrets) {
      if (clean.includes(secret)) clean = clean.replaceAll(secret, '[redacted]');
    }
    return clean;
  };
}

/** An error as it is logged: type, message, stack, code and causes, without the objects that drivers hang on it. */
export function safeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type, message, stack, ...code };
}

function secretValues(settings: Settings): string[] {
  const urls = [settings.database?.url, settings.database?.directUrl, settings.redisUrl];
  const passwords = urls.flatMap((url) => (url ? [URL.parse(url)?.password] : []));
  const values = [
    ...passwords,
    ...passwords.map((password) => (password ? decodeURIComponent(password) : undefined)),
    settings.security.secret,
    settings.security.metricsToken,
    settings.qdrant?.apiKey,
    ...[...settings.llm.models, ...settings.llm.rewriteModels].map(({ apiKey }) => apiKey),
    settings.embedding.apiKey,
    settings.translation.model?.apiKey,
    settings.translation.google.apiKey,
    settings.translation.google.credentials?.private_key,
    settings.smtp?.password,
    settings.oauth.github?.clientSecret,
    settings.oauth.google?.clientSecret,
    settings.oauth.oidc?.clientSecret,
  ];
  return [...new Set(values.filter((value): value is string => !!value && value.length >= SHORTEST_SECRET))];
}
