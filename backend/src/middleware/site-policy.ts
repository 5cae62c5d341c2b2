/** Reads `lectern/csp.json` of the built site and gives each page its policy. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { siteCspSchema } from '@lectern/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { pagePolicy } from './content-policy.ts';

/** The policies of one built site. */
export interface SitePolicy {
  /** The Content-Security-Policy of the page at a path, e.g. `/sensors/`. */
  policyFor(path: string): string;
}

/** Path below which a built site lies, with a slash at both ends; `/` when the file does not say. */
export function siteBaseUrl(siteDir: string, log: FastifyBaseLogger): string {
  const path = policyFile(siteDir);
  return (fileVersion(path) === '' ? undefined : readNeeds(path, log).baseUrl) ?? '/';
}

/** What the file says of a site. */
interface SiteNeeds {
  readonly baseUrl?: string | undefined;
  readonly scriptHashes: readonly string[];
  readonly wasmPaths: readonly string[];
}

/** Looking at the file for each page of a burst would be waste. */
const LOOK_AGAIN_MS = 1000;
const NO_NEEDS: SiteNeeds = { scriptHashes: [], wasmPaths: [] };

/** Follows the file: a site that is built again while the server runs gets its new hashes. */
export function createSitePolicy(siteDir: string, secure: boolean, log: FastifyBaseLogger): SitePolicy {
  const path = policyFile(siteDir);
  let readAt = Number.NEGATIVE_INFINITY;
  let version = '';
  let policies = makePolicies(NO_NEEDS, secure);
  return {
    policyFor(page) {
      const now = performance.now();
      if (now - readAt > LOOK_AGAIN_MS) {
        readAt = now;
        const current = fileVersion(path);
        if (current !== version) {
          version = current;
          policies = makePolicies(current === '' ? NO_NEEDS : readNeeds(path, log), secure);
        }
      }
      return policies(page);
    },
  };
}

function policyFile(siteDir: string): string {
  return join(siteDir, 'lectern', 'csp.json');
}

function makePolicies(needs: SiteNeeds, secure: boolean): (page: string) => string {
  const ordinary = pagePolicy({ scriptHashes: needs.scriptHashes, wasm: false, secure });
  const simulation = pagePolicy({ scriptHashes: needs.scriptHashes, wasm: true, secure });
  return (page) => (needs.wasmPaths.some((prefix) => page.startsWith(prefix)) ? simulation : ordinary);
}

function fileVersion(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.mtimeMs}-${stats.size}`;
}

function readNeeds(path: string, log: FastifyBaseLogger): SiteNeeds {
  try {
    return siteCspSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (err) {
    // Without hashes the pages still work, but for the colour scheme before the first paint.
    log.warn({ err }, 'lectern/csp.json of the site cannot be used: inline scripts are blocked');
    return NO_NEEDS;
  }
}
