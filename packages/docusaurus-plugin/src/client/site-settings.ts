/** The site's settings for the browser side. Apart from site.ts, so that pages load no client before it is used. */
import type { LecternGlobalData } from '../global-data.ts';

let settings: LecternGlobalData | undefined;

/** Takes over the plugin's global data: called once by the client module. */
export function configureSite(data: LecternGlobalData): void {
  settings = data;
}

/** The plugin's global data. @throws Error before {@link configureSite}. */
export function siteSettings(): LecternGlobalData {
  if (!settings) throw new Error('Lectern: the client module has not run');
  return settings;
}

/** true where the server stands on another origin, so that bearers take the place of cookies. */
export function usesBearer(): boolean {
  const { origin } = siteSettings().api;
  return origin !== '' && origin !== window.location.origin;
}
