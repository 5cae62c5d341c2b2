/** Where a site's docs are, and where Docusaurus looks for them in another language. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadContext } from '@docusaurus/types';
import { findContentPlugins } from '../content-plugins.ts';

/** A version of a docs instance. */
export interface DocsFolder {
  readonly instance: string;
  /** Absolute path of the docs. */
  readonly source: string;
  /** Path of the translated ones, relative to the locale's folder. */
  readonly target: string;
}

const PLUGIN = 'docusaurus-plugin-content-docs';
const DEFAULT_INSTANCE = 'default';

const text = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

function readVersions(path: string): string[] {
  if (!existsSync(path)) return [];
  const versions: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Array.isArray(versions) ? versions.filter((version) => typeof version === 'string') : [];
}

/** Lists the folders of all docs instances and versions that are there. */
export function listDocsFolders({ siteDir, siteConfig }: Pick<LoadContext, 'siteDir' | 'siteConfig'>): DocsFolder[] {
  const docs = findContentPlugins(siteConfig).filter(({ kind }) => kind === 'docs');
  return docs.flatMap(({ options }) => {
    const instance = text(options['id'], DEFAULT_INSTANCE);
    const isDefault = instance === DEFAULT_INSTANCE;
    const plugin = isDefault ? PLUGIN : `${PLUGIN}-${instance}`;
    const prefix = isDefault ? '' : `${instance}_`;
    const current = { source: join(siteDir, text(options['path'], 'docs')), target: `${plugin}/current` };
    const versions = readVersions(join(siteDir, `${prefix}versions.json`)).map((version) => ({
      source: join(siteDir, `${prefix}versioned_docs`, `version-${version}`),
      target: `${plugin}/version-${version}`,
    }));
    return [current, ...versions].filter(({ source }) => existsSync(source)).map((folder) => ({ instance, ...folder }));
  });
}
