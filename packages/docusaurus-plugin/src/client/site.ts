/** The one client of the site's server, for code that is loaded on use: it brings the stream parser along. */
import { createClient, type LecternClient } from './api-client.ts';
import { ensureIdentity, identityHeaders } from './site-identity.ts';
import { siteSettings } from './site-settings.ts';

export { siteSettings } from './site-settings.ts';

let client: LecternClient | undefined;

/** The client of the site's server, shared by all features. */
export function siteClient(): LecternClient {
  const { api } = siteSettings();
  client ??= createClient({
    baseUrl: api.origin,
    basePath: api.basePath,
    headers: identityHeaders,
    prepare: ensureIdentity,
  });
  return client;
}
