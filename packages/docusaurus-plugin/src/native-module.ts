/** Loads the plugin's heavy modules with Node's own loader. */
import { createRequire } from 'node:module';

const importNatively: <Module>(url: string) => Promise<Module> = createRequire(import.meta.url)('./native-import.cjs');

/**
 * Imports one of this package's modules natively, whoever loaded the caller.
 * @param name path relative to this folder, without extension
 */
export function importNative<Module>(name: string): Promise<Module> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return importNatively<Module>(new URL(`./${name}.${extension}`, import.meta.url).href);
}
