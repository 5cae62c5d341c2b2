/** The site's settings for the browser side, and the one client made from them. */
import type { LecternGlobalData } from '../global-data.ts';
import { createClient, type LecternClient } from './api-client.ts';

let settings: LecternGlobalData | undefined;
let client: LecternClient | undefined;

/** Takes over the plugin's global data: called once by the client module. */
export function configureSite(data: LecternGlobalData): void {
  settings = data;
  client = undefined;
}

/** The plugin's global data. @throws Error before {@link configureSite}. */
export function siteSettings(): LecternGlobalData {
  if (!settings) throw new Error('Lectern: the client module has not run');
  return settings;
}

/** The client of the site's server, shared by all features. */
export function siteClient(): LecternClient {
  const { api } = siteSettings();
  client ??= createClient({ baseUrl: api.origin, basePath: api.basePath });
  return client;
}
