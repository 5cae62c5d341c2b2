import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// A little tree with one forbidden edge a rule: a boundary check that finds nothing here checks nothing.
const FILES: Record<string, string> = {
  'backend/src/config/settings.ts':
    "import { answer } from '../features/chat/index.ts';\nexport const settings = answer;",
  'backend/src/features/chat/index.ts': 'export const answer = 1;',
  'backend/src/features/chat/chat-secret.ts': 'export const secret = 1;',
  'backend/src/features/content/content.service.ts':
    "import type { answer } from '../chat/index.ts';\nexport type Answer = typeof answer;",
  'backend/src/features/learning/learning.service.ts':
    "import { secret } from '../chat/chat-secret.ts';\nexport const learned = secret;",
  'backend/src/middleware/session.ts':
    "import { answer } from '../features/chat/index.ts';\nexport const session = answer;",
  'packages/contracts/src/book.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;",
  'packages/segments/src/index.ts':
    "import { answer } from '../../../backend/src/features/chat/index.ts';\nexport const x = answer;",
};

const EXPECTED = [
  'config-is-the-bottom',
  'feature-content-uses-declared-features-only',
  'feature-learning-uses-others-through-their-front-door',
  'lower-layers-do-not-import-features',
  'contracts-import-zod-only',
  'plugin-knows-nothing-of-the-backend',
];

const tree = mkdtempSync(join(tmpdir(), 'lectern-boundaries-'));

beforeAll(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

test('every kind of forbidden edge is found, type-only ones too', () => {
  const depcruise = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = resolve('.dependency-cruiser.cjs');
  const result = spawnSync(process.execPath, [depcruise, '--config', config, 'backend', 'packages'], {
    cwd: tree,
    encoding: 'utf8',
    // Its words are looked for: without colours, whatever the environment asks for.
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  });
  const found = new Set([...result.stdout.matchAll(/error ([\w-]+):/g)].map((match) => match[1]));
  expect([...found]).toEqual(expect.arrayContaining(EXPECTED));
  expect(result.status).not.toBe(0);
});
