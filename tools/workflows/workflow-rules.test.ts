import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Checkout, checkAction, checkWorkflow } from './workflow-rules.ts';

const root = join(import.meta.dirname, '../..');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const checkout: Checkout = { root, scripts: Object.keys(scripts) };
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const workflows = globSync('.github/workflows/*.yml', { cwd: root });
const actions = globSync('.github/actions/*/action.yml', { cwd: root });

const COMMIT = '3d3c42e5aac5ba805825da76410c181273ba90b1';
const workflow = (step: string, more = '') => `
name: Test
on: push
permissions: {}
concurrency: test
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: { contents: read }
    ${more}
    steps:
      - ${step}
`;

describe('the workflows of this repository', () => {
  it('are found', () => {
    expect(workflows.length).toBeGreaterThan(5);
    expect(actions.length).toBeGreaterThan(0);
  });

  it.each(workflows)('%s keeps the rules', (path) => {
    expect(checkWorkflow(read(path), checkout)).toEqual([]);
  });

  it.each(actions)('%s keeps the rules', (path) => {
    expect(checkAction(read(path), checkout)).toEqual([]);
  });
});

describe('the rules', () => {
  it.each([
    ['run: npm run nothing', 'test: there is no npm script nothing'],
    ['run: node scripts/nothing.mjs', 'test: there is no file scripts/nothing.mjs'],
    ['run: node --conditions=lectern-source tools/nothing.ts', 'test: there is no file tools/nothing.ts'],
    ['run: bash tools/nothing.sh', 'test: there is no file tools/nothing.sh'],
    ['uses: ./.github/actions/nothing', 'test: ./.github/actions/nothing is not there'],
    ['uses: actions/checkout@v7', 'test: actions/checkout@v7 is not pinned by a whole commit'],
    [`uses: actions/checkout@${COMMIT}`, expect.stringContaining('no version stands behind the commit')],
  ])('tell of "%s"', (step, finding) => {
    expect(checkWorkflow(workflow(step), checkout)).toContainEqual(finding);
  });

  it('let good steps pass', () => {
    expect(checkWorkflow(workflow(`uses: actions/checkout@${COMMIT} # v7.0.1`), checkout)).toEqual([]);
    expect(checkWorkflow(workflow('run: npm test && node scripts/setup.mjs'), checkout)).toEqual([]);
  });

  it('tell of rights for all, of jobs without an end, and of runs that pile up', () => {
    const text = workflow('run: npm test')
      .replace('permissions: {}', 'permissions: write-all')
      .replace('concurrency: test', '')
      .replace('timeout-minutes: 5', '')
      .replace('permissions: { contents: read }', '');
    expect(checkWorkflow(text, checkout)).toEqual([
      expect.stringContaining('must stand at the top'),
      'there is no concurrency group',
      'test: says nothing of its permissions',
      'test: has no timeout-minutes',
    ]);
  });
});
