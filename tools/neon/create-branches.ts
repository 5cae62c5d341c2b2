/**
 * Makes the branches development, staging and production of a Neon project, and writes their addresses into files:
 * `NEON_API_KEY=… npx node tools/neon/create-branches.ts --project <id>`. With `--dry-run` it only says what it would
 * do; without a key it then says what a new project would need.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listBranches, setUpBranches } from './neon-branches.ts';
import { NEON_API, NeonClient } from './neon-client.ts';
import { writeEnvironment } from './neon-environment.ts';
import { NeonError } from './neon-error.ts';
import { BRANCH_NAMES, describeBranch, describeStep, planBranches } from './neon-plan.ts';

const HELP = `npx node tools/neon/create-branches.ts --project <id> [--dry-run] [--with-data] [--out <folder>]

  --project <id>  project at Neon (its page "Settings" shows the id); default: NEON_PROJECT_ID
  --dry-run       only say what would be done; needs no key
  --with-data     let new branches begin with production's rows, readers' data included; default: tables only
  --out <folder>  where .env.production, .env.staging and .env.development go; default: the current one

NEON_API_KEY holds the key; it is never printed.`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      project: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'with-data': { type: 'boolean', default: false },
      out: { type: 'string', default: '.' },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

type Options = ReturnType<typeof readOptions>;

function requireProject({ project }: Options): string {
  const id = project ?? process.env['NEON_PROJECT_ID'] ?? '';
  if (/^[a-z0-9-]{1,60}$/.test(id)) return id;
  throw new NeonError('Name the project: --project <id>, as its page "Settings" in Neon\'s console shows it.');
}

function openClient(): NeonClient | undefined {
  const apiKey = process.env['NEON_API_KEY']?.trim() ?? '';
  if (apiKey === '') return undefined;
  if (/[^\x21-\x7e]/.test(apiKey))
    throw new NeonError('NEON_API_KEY has blanks or other letters in it: copy it again.');
  const baseUrl = process.env['NEON_API_URL'] ?? NEON_API;
  if (!/^https:\/\/|^http:\/\/127\.0\.0\.1:/.test(baseUrl))
    throw new NeonError('NEON_API_URL must begin with https://.');
  return new NeonClient({ apiKey, baseUrl, onWait: (reason) => console.log(`  waiting: ${reason}`) });
}

async function dryRun(options: Options, client: NeonClient | undefined): Promise<void> {
  const branches = client && (await listBranches(client, requireProject(options)));
  const contents = options['with-data'] ? 'parent-data' : 'schema-only';
  const steps = planBranches(branches, contents).map(describeStep);
  console.log(client ? 'What is missing:' : 'Without NEON_API_KEY: what a new project needs:');
  for (const text of steps.length === 0 ? ['nothing among the branches'] : steps) console.log(`- ${text}`);
  for (const name of BRANCH_NAMES) console.log(`- ${describeBranch(name)}`);
  console.log('Nothing was changed.');
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(HELP);
  const client = openClient();
  if (options['dry-run']) return dryRun(options, client);
  if (!client) throw new NeonError('Set NEON_API_KEY to a key of this project, or look with --dry-run first.');
  const folder = resolve(options.out);
  if (!existsSync(folder)) throw new NeonError(`There is no folder ${folder}. Make it, or name another by --out.`);
  const addresses = await setUpBranches({
    client,
    projectId: requireProject(options),
    contents: options['with-data'] ? 'parent-data' : 'schema-only',
    onStep: (text) => console.log(`• ${text}`),
    onWarning: (text) => console.error(`! ${text}`),
  });
  for (const address of addresses) console.log(`${writeEnvironment(folder, address)} is written.`);
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof NeonError) && !isUsage) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
