/** Writes the policy beside the manifest. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteCspSchema } from '@lectern/contracts';
import { makeSiteCsp, nginxInclude, pagePolicy } from './content-security-policy.ts';
import { collectScriptHashes } from './inline-scripts.ts';

/** Hashes that another locale's build left. */
function earlierHashes(path: string): string[] {
  if (!existsSync(path)) return [];
  const result = siteCspSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return result.success ? [...result.data.scriptHashes] : [];
}

/**
 * Writes `csp.json` and `csp.nginx.conf`.
 * @param folder the plugin's folder at the site's root
 * @param pages folder of the locale that was just built
 */
export function writeCsp(folder: string, pages: string, apiOrigin: string): void {
  const path = join(folder, 'csp.json');
  const hashes = [...new Set([...earlierHashes(path), ...collectScriptHashes(pages)])].sort();
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${JSON.stringify(makeSiteCsp(hashes), null, 2)}\n`);
  writeFileSync(join(folder, 'csp.nginx.conf'), nginxInclude(pagePolicy(hashes, apiOrigin)));
}
