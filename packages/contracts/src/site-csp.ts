/** `lectern/csp.json` of a built site: what its pages need from the Content-Security-Policy. Made by the plugin, read by server and nginx. */
import { z } from 'zod';

/** Version of the file's schema. */
export const SITE_CSP_SCHEMA_VERSION = 1;

/** What the pages of one built site need. */
export const siteCspSchema = z
  .object({
    schemaVersion: z.literal(SITE_CSP_SCHEMA_VERSION),
    scriptHashes: z
      .array(z.string().regex(/^sha(256|384|512)-[A-Za-z0-9+/]+={0,2}$/))
      .describe('Hash of every inline script of every page, without quotes')
      .meta({ example: ['sha256-9kGmM6zd8qAlD0qDy2TE2cO6wq0Eo1vDQ1yJYzrS4yQ='] }),
    baseUrl: z
      .string()
      .regex(/^\/(?:[^?#\s]*\/)?$/)
      .optional()
      .describe('Path below which the site lies; left out: `/`'),
    wasmPaths: z
      .array(z.string().startsWith('/'))
      .default([])
      .describe('Path prefixes of the simulation frames, which alone may compile WebAssembly'),
  })
  .meta({ id: 'SiteCsp' });

/** What the pages of one built site need: see {@link siteCspSchema}. */
export type SiteCsp = z.infer<typeof siteCspSchema>;
