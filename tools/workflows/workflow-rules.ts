/** Rules for `.github/workflows` that actionlint doesn't know: least rights, pinned actions, and steps that call what is there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const stepSchema = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  'working-directory': z.string().optional(),
});
const jobSchema = z.looseObject({
  permissions: z.record(z.string(), z.string()).optional(),
  'timeout-minutes': z.number().optional(),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.looseObject({
  permissions: z.unknown().optional(),
  concurrency: z.unknown().optional(),
  jobs: z.record(z.string(), jobSchema),
});
const actionSchema = z.looseObject({ runs: z.looseObject({ steps: z.array(stepSchema).default([]) }) });

type Step = z.infer<typeof stepSchema>;

/** Where the files that steps name are looked for. */
export interface Checkout {
  /** Absolute path. */
  readonly root: string;
  /** Names of the root's npm scripts. */
  readonly scripts: readonly string[];
}

/** An action of others, at the commit that was looked at; the version stands behind it for people and Dependabot. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const PINNED_LINE = /uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v?\d+\.\d+\.\d+$/;
const LOCAL = /^\.\//;
/** `npm run x`, `npm test`, `npm start`. */
const NPM_SCRIPT = /\bnpm (?:run ([\w:-]+)|(test|start)\b)/g;
/** A file of ours that a program is given: `node x.mjs`, `node --conditions=y x.ts`, `bash x.sh`, `--config=x.json`. */
const NAMED_FILE = /(?:\b(?:node|bash)(?: --[\w-]+(?:=\S+)?)* |--config=)([\w./-]+\.(?:json|m?js|ts|sh))/g;

/** Lists what is wrong with a workflow. @param text its YAML */
export function checkWorkflow(text: string, checkout: Checkout): string[] {
  const { permissions, concurrency, jobs } = workflowSchema.parse(parse(text));
  const findings: string[] = [];
  if (JSON.stringify(permissions) !== '{}')
    findings.push('permissions: {} must stand at the top; jobs take what they need');
  if (concurrency === undefined) findings.push('there is no concurrency group');
  for (const [name, job] of Object.entries(jobs)) {
    if (job.permissions === undefined) findings.push(`${name}: says nothing of its permissions`);
    if (job['timeout-minutes'] === undefined) findings.push(`${name}: has no timeout-minutes`);
    findings.push(...job.steps.flatMap((step) => checkStep(step, checkout)).map((finding) => `${name}: ${finding}`));
  }
  return [...findings, ...checkVersions(text)];
}

/** Lists what is wrong with an action of our own. @param text its YAML */
export function checkAction(text: string, checkout: Checkout): string[] {
  const { runs } = actionSchema.parse(parse(text));
  return [...runs.steps.flatMap((step) => checkStep(step, checkout)), ...checkVersions(text)];
}

function checkStep({ uses, run = '', 'working-directory': folder = '' }: Step, { root, scripts }: Checkout): string[] {
  const findings: string[] = [];
  if (uses !== undefined && LOCAL.test(uses) && !existsSync(join(root, uses, 'action.yml'))) {
    findings.push(`${uses} is not there`);
  } else if (uses !== undefined && !LOCAL.test(uses) && !PINNED.test(uses)) {
    findings.push(`${uses} is not pinned by a whole commit`);
  }
  for (const [, named, short] of run.matchAll(NPM_SCRIPT)) {
    const script = named ?? short ?? '';
    if (!scripts.includes(script)) findings.push(`there is no npm script ${script}`);
  }
  for (const [, file = ''] of run.matchAll(NAMED_FILE)) {
    if (!existsSync(join(root, folder, file))) findings.push(`there is no file ${join(folder, file)}`);
  }
  return findings;
}

/** Comments are gone once YAML is parsed: the version behind a commit is looked for in the text. */
function checkVersions(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /uses: [^.]/.test(line) && !PINNED_LINE.test(line))
    .map((line) => `no version stands behind the commit: ${line.trim()}`);
}
