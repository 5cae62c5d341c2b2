/** Serves the built site: assets for ever, pages fresh, compressed files when there are any, its own 404 page. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PageNotFound } from './errors.ts';
import { createSitePolicy, type SitePolicy, siteBaseUrl } from './site-policy.ts';
import { UNBUILT_PAGE } from './site-unbuilt.ts';

/** What the site needs. */
export interface SiteOptions {
  /** Absolute path of the built site; it may be built while the server runs. */
  readonly siteDir: string;
  /** True behind https. */
  readonly secure: boolean;
  readonly log: FastifyBaseLogger;
}

/** The built site. */
export interface Site {
  /** Registers its files below `/`. Call it last: every route of the API goes before them. */
  register(app: FastifyInstance): Promise<void>;
  /** Answers for pages that don't exist: the site's own page, in the language of the address, or how to build the site. */
  readonly pageNotFound: PageNotFound;
}

/** Names with a content hash in them never change. */
const HASHED_ASSET = /[/\\]assets[/\\].+\.[\da-f]{8,}\.\w+(\.(br|gz))?$/;
const PAGE = /\.html(\.(br|gz))?$/;
const FOREVER = 'public, max-age=31536000, immutable';
const FRESH = 'no-cache';

/** Makes the site of a directory. */
export function createSite(options: SiteOptions): Site {
  const { siteDir } = options;
  const policy = createSitePolicy(siteDir, options.secure, options.log);
  return {
    async register(app) {
      const baseUrl = siteBaseUrl(siteDir, options.log);
      // A site made for a path below the root has all its links there.
      if (baseUrl !== '/')
        app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect(baseUrl, 302));
      await app.register(fastifyStatic, {
        root: siteDir,
        prefix: baseUrl,
        suppressWarning: true,
        preCompressed: true,
        cacheControl: false,
        setHeaders: (reply, path) => {
          reply.header('cache-control', HASHED_ASSET.test(path) ? FOREVER : FRESH);
          if (PAGE.test(path)) reply.header('content-security-policy', policyOf(policy, siteDir, path));
        },
      });
    },
    async pageNotFound(request, reply) {
      if (!wantsPage(request)) return false;
      if (!existsSync(join(siteDir, 'index.html'))) return sendUnbuilt(reply);
      const page = notFoundPage(siteDir, request.url);
      if (page === undefined) return false;
      const html = await readFile(join(siteDir, page));
      reply.header('content-security-policy', policy.policyFor(`/${page}`));
      sendPage(reply, 404, html);
      return true;
    },
  };
}

/** Pages below `sim/` and the like may have another policy, by the path that the reader sees. */
function policyOf(policy: SitePolicy, siteDir: string, file: string): string {
  const path = relative(siteDir, file).split(sep).join('/');
  return policy.policyFor(`/${path.replace(/index\.html(\.(br|gz))?$/, '')}`);
}

/** Programs get problem+json; browsers that open a page get a page. */
function wantsPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (request.url.startsWith('/api/')) return false;
  return (request.headers.accept ?? '').includes('text/html');
}

function notFoundPage(siteDir: string, url: string): string | undefined {
  const first = /^\/([\w-]+)\//.exec(url)?.[1];
  const candidates = first === undefined ? ['404.html'] : [`${first}/404.html`, '404.html'];
  return candidates.find((candidate) => existsSync(join(siteDir, candidate)));
}

function sendUnbuilt(reply: FastifyReply): true {
  reply.header('content-security-policy', "default-src 'none'; style-src-attr 'unsafe-inline'; frame-ancestors 'none'");
  sendPage(reply, 503, UNBUILT_PAGE);
  return true;
}

function sendPage(reply: FastifyReply, status: number, html: string | Buffer): void {
  reply.code(status).header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
}
