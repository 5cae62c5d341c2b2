/** Tailwind in the CSS pipeline, and a bundler cache that notices what our own remark plugins read. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import tailwind from '@tailwindcss/postcss';

function siteSourcesHash(siteDir: string): string {
  const hash = createHash('sha256');
  const plugins = readdirSync(path.join(siteDir, 'plugins')).sort();
  const files = [...plugins.map((name) => path.join('plugins', name)), 'glossary.json'];
  for (const file of files) hash.update(readFileSync(path.join(siteDir, file)));
  return hash.digest('hex').slice(0, 12);
}

/** The plugin. */
export function siteBundlingPlugin(context: LoadContext): Plugin {
  return {
    name: 'site-bundling',
    configurePostCss(options) {
      options.plugins.push(tailwind());
      return options;
    },
    configureWebpack(config) {
      const { experiments } = config;
      const cache = experiments && 'cache' in experiments ? experiments.cache : undefined;
      if (typeof cache !== 'object' || cache === null || !('version' in cache)) return {};
      // The persistent cache's key lacks the plugins' sources and the glossary: a warm build would keep old definitions.
      const version = `${String(cache.version)}-book-${siteSourcesHash(context.siteDir)}`;
      return { experiments: { ...experiments, cache: { ...cache, version } } };
    },
  };
}
