import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formulaModule } from './formula-module.ts';

it('hands the site’s own KaTeX to the pages', () => {
  expect(formulaModule(process.cwd())).toMatch(/^export \{ default \} from ".*katex\.mjs";\n$/);
});

it('builds a site without KaTeX too', () => {
  const site = mkdtempSync(join(tmpdir(), 'lectern-no-katex-'));
  expect(formulaModule(site)).toBe('export default null;\n');
  rmSync(site, { recursive: true });
});
