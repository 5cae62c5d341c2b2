/** What `docusaurus swizzle` may do with the plugin's components. */
import { existsSync, readdirSync } from 'node:fs';
import type { SwizzleConfig } from '@docusaurus/types';

/** Docusaurus' hook: everything may be wrapped; ejecting copies code that changes with releases. */
export function getSwizzleConfig(): SwizzleConfig {
  const folder = new URL('theme/', import.meta.url);
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  const names = new Set(entries.map((name) => name.replace(/\.(?:d\.ts|css|jsx?|tsx?)$/, '')));
  const actions = { wrap: 'safe', eject: 'unsafe' } as const;
  return { components: Object.fromEntries([...names].map((name) => [name, { actions }])) };
}
