/** What the build leaves for whoever sends the content security policy: our server, nginx. */
import { SITE_CSP_SCHEMA_VERSION, type SiteCsp } from '@lectern/contracts';

/** Makes `lectern/csp.json`. */
export function makeSiteCsp(scriptHashes: readonly string[]): SiteCsp {
  return { schemaVersion: SITE_CSP_SCHEMA_VERSION, scriptHashes: [...scriptHashes], wasmPaths: [] };
}

/**
 * The whole policy of a page on a static host. Style attributes stay open: KaTeX writes them; style elements are not needed.
 * @param apiOrigin origin of the server, empty for the site's own
 */
export function pagePolicy(scriptHashes: readonly string[], apiOrigin: string): string {
  const connect = apiOrigin === '' ? [] : [apiOrigin, apiOrigin.replace(/^http/, 'ws')];
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)],
    'script-src-attr': ["'none'"],
    'style-src-elem': ["'self'"],
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...connect],
    'frame-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'self'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/** The policy as a file that nginx includes. */
export function nginxInclude(policy: string): string {
  return `# Made by the build: the hashes are those of this build's pages.\nadd_header Content-Security-Policy "${policy}" always;\n`;
}
