/** What `docusaurus swizzle` may do with the plugin's components. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SwizzleConfig } from '@docusaurus/types';

/** Name of the component that a compiled file of the theme is; `undefined` for styles and declarations. */
function componentName(file: string): string | undefined {
  const path = file.replaceAll('\\', '/');
  return /\.jsx?$/.test(path) ? path.replace(/(?:\/index)?\.jsx?$/, '') : undefined;
}

/**
 * Docusaurus' hook: everything may be wrapped; ejecting copies code that changes with releases.
 * @param theme folder of the compiled components
 */
export function getSwizzleConfig(theme: URL = new URL('theme/', import.meta.url)): SwizzleConfig {
  const folder = fileURLToPath(theme);
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const actions = { wrap: 'safe', eject: 'unsafe' } as const;
  return {
    components: Object.fromEntries(
      files.flatMap((file) => componentName(file) ?? []).map((name) => [name, { actions }]),
    ),
  };
}
