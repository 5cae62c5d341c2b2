import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { getSwizzleConfig } from './swizzle-config.ts';

const theme = mkdtempSync(join(tmpdir(), 'lectern-theme-'));
afterAll(() => rmSync(theme, { recursive: true }));
mkdirSync(join(theme, 'Layout', 'Provider'), { recursive: true });
for (const file of ['Layout/Provider/index.js', 'Layout/Provider/index.d.ts', 'Layout/style.css', 'Quiz.js']) {
  writeFileSync(join(theme, file), '');
}

describe('getSwizzleConfig', () => {
  it('names the components, nested ones too, and nothing else', () => {
    const actions = { wrap: 'safe', eject: 'unsafe' };
    expect(getSwizzleConfig(pathToFileURL(`${theme}/`))).toEqual({
      components: { 'Layout/Provider': { actions }, Quiz: { actions } },
    });
  });

  it('names none before the package is compiled', () => {
    expect(getSwizzleConfig(pathToFileURL(`${theme}/gone/`))).toEqual({ components: {} });
  });
});
