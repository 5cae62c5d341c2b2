/** Lectern for Docusaurus: the package's front door. It is light: the rest is loaded natively when Docusaurus starts the plugin. */
import type { LoadContext, Plugin } from '@docusaurus/types';
import { importNative } from './native-module.ts';

export type { LecternGlobalData } from './global-data.ts';
export type { LecternOptions } from './options.ts';
export { type RemarkSegmentsOptions, remarkSegments } from './remark/remark-segments.ts';
export { getSwizzleConfig } from './swizzle-config.ts';
export { withLectern } from './with-lectern.ts';

/**
 * The Docusaurus plugin.
 * @throws Error that lists what is wrong with the options
 */
export default async function lecternDocusaurusPlugin(context: LoadContext, options: unknown): Promise<Plugin> {
  const { lecternPlugin } = await importNative<typeof import('./plugin.ts')>('plugin');
  return lecternPlugin(context, options);
}

/** Docusaurus' hook for options; the plugin itself checks them, this only names its one instance. */
export function validateOptions({ options }: { options: Record<string, unknown> }): Record<string, unknown> {
  return { ...options, id: 'default' };
}
