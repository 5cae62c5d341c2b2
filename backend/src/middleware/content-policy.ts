/** Content-Security-Policies: one for the API, one for the book's pages, one for the API reference. */

/** What the pages of a site need beyond `self`. */
export interface PageNeeds {
  /** Hashes of inline scripts, `sha256-…`. */
  readonly scriptHashes: readonly string[];
  /** True for simulation frames, which compile WebAssembly. */
  readonly wasm: boolean;
  /** True behind https. */
  readonly secure: boolean;
}

type Directives = Readonly<Record<string, readonly string[]>>;

const SELF = ["'self'"];
const NONE = ["'none'"];

/** For JSON and streams: nothing may be loaded, nothing may frame it. */
export const API_POLICY = serialize({ 'default-src': NONE, 'frame-ancestors': NONE });

/** For the API reference: Swagger UI sets inline styles; its scripts and styles come from this server. */
export const REFERENCE_POLICY = serialize({
  'default-src': NONE,
  'script-src': SELF,
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': SELF,
  'connect-src': SELF,
  'base-uri': NONE,
  'form-action': NONE,
  'frame-ancestors': NONE,
});

/** For the book's pages: no inline script but the hashed ones; style attributes for KaTeX; no other origin. */
export function pagePolicy(needs: PageNeeds): string {
  const hashes = needs.scriptHashes.map((hash) => `'${hash}'`);
  return serialize({
    'default-src': SELF,
    'script-src': ["'self'", ...hashes, ...(needs.wasm ? ["'wasm-unsafe-eval'"] : [])],
    'script-src-attr': NONE,
    'style-src-elem': SELF,
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': SELF,
    'frame-src': SELF,
    'object-src': NONE,
    'base-uri': SELF,
    'form-action': SELF,
    'frame-ancestors': SELF,
    ...(needs.secure ? { 'upgrade-insecure-requests': [] } : {}),
  });
}

function serialize(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
