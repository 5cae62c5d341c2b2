/** What the plugin reads from and adds to the bundler's configuration. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from '@docusaurus/types';
import { isRecord, listOf } from '../content-plugins.ts';
import { isLecternRemark } from '../with-lectern.ts';

/** How many of the site's Markdown rules mark their pages. */
export interface MarkedRules {
  total: number;
  marked: number;
}

/** All loader uses in a tree of rules. */
function* loaderUses(rules: readonly unknown[]): Generator<Record<string, unknown>> {
  for (const rule of rules) {
    if (!isRecord(rule)) continue;
    for (const use of [rule, ...(Array.isArray(rule['use']) ? rule['use'] : [rule['use']])]) {
      if (isRecord(use) && typeof use['loader'] === 'string') yield use;
    }
    yield* loaderUses(listOf(rule['oneOf']));
    yield* loaderUses(listOf(rule['rules']));
  }
}

/** Counts the Markdown rules and those with our remark plugin. Reads only. */
export function countMarkedRules(rules: readonly unknown[]): MarkedRules {
  let total = 0;
  let marked = 0;
  for (const use of loaderUses(rules)) {
    if (!/[\\/]@docusaurus[\\/]mdx-loader[\\/]/.test(String(use['loader']))) continue;
    total += 1;
    const options = use['options'];
    if (isRecord(options) && listOf(options['beforeDefaultRemarkPlugins']).some(isLecternRemark)) marked += 1;
  }
  return { total, marked };
}

function hashFolder(hash: ReturnType<typeof createHash>, folder: string): void {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(path.slice(folder.length)).update(readFileSync(path));
  }
}

/** Folder of the compiled code of a package that the plugin uses. */
function packageDist(name: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dist');
}

/**
 * Hash of all the code that shapes a page. The bundler's persistent cache knows nothing of it and would serve pages
 * with the marks of an older version.
 */
export function codeVersion(options: unknown): string {
  const hash = createHash('sha256');
  hashFolder(hash, fileURLToPath(new URL('..', import.meta.url)));
  hashFolder(hash, packageDist('@lectern/segments'));
  hashFolder(hash, packageDist('@lectern/contracts'));
  return hash.update(JSON.stringify(options)).digest('hex').slice(0, 16);
}

type BundlerConfig = Parameters<NonNullable<Plugin['configureWebpack']>>[0];
/** The part of a bundler's configuration that holds its persistent cache. Rspack's is not in webpack's types. */
interface CacheConfig {
  experiments?: NonNullable<BundlerConfig['experiments']> & { cache: { version: string } };
}

/** The bundler's cache with our code in its version; `{}` where the bundler keeps none. */
export function versionedCache(config: BundlerConfig, version: string): CacheConfig & Pick<BundlerConfig, 'cache'> {
  const experiments: unknown = config.experiments;
  const rspack = isRecord(experiments) ? experiments['cache'] : undefined;
  if (isRecord(rspack) && typeof rspack['version'] === 'string') {
    return { experiments: { cache: { version: `${rspack['version']}-lectern-${version}` } } };
  }
  const { cache } = config;
  if (typeof cache === 'object' && cache.type === 'filesystem' && cache.version !== undefined) {
    return { cache: { type: 'filesystem', version: `${cache.version}-lectern-${version}` } };
  }
  return {};
}
