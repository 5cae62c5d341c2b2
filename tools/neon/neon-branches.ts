/** Brings a Neon project to its three branches. Doing it again changes nothing. */
import type { z } from 'zod';
import {
  type Branch,
  branchAnswerSchema,
  branchPageSchema,
  changeSchema,
  connectionUriSchema,
  databaseListSchema,
  endpointListSchema,
  roleListSchema,
} from './neon-answers.ts';
import type { NeonClient, NeonRequest } from './neon-client.ts';
import { NeonError } from './neon-error.ts';
import {
  BRANCH_NAMES,
  type BranchContents,
  type BranchName,
  type BranchStep,
  DATABASE,
  describeStep,
  planBranches,
  ROLE,
} from './neon-plan.ts';

/** Pages of branches at most: a project with more is not ours. */
const MAX_PAGES = 50;

/** What to bring about. */
export interface SetUpOptions {
  readonly client: NeonClient;
  readonly projectId: string;
  readonly contents: BranchContents;
  /** Told what is done, in a few plain words. */
  readonly onStep?: (text: string) => void;
  /** Told what could not be done and is no reason to stop. */
  readonly onWarning?: (text: string) => void;
}

/** Addresses of a branch's database, with the password in them. */
export interface BranchAddresses {
  readonly name: BranchName;
  readonly pooled: string;
  readonly direct: string;
}

/** All branches of a project. */
export async function listBranches(client: NeonClient, projectId: string): Promise<Branch[]> {
  const branches: Branch[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const path = `${projectPath(projectId)}/branches${query}`;
    const answer = await client.send({ method: 'GET', path, answer: branchPageSchema, purpose: 'list the branches' });
    branches.push(...answer.branches);
    const next = answer.pagination?.next;
    if (next === undefined || next === cursor || answer.branches.length === 0) return branches;
    cursor = next;
  }
  throw new NeonError('The project has too many branches. Give Lectern a project of its own.');
}

/**
 * Makes what is missing: branches, computes, roles, databases, protection.
 *
 * @throws NeonError; what was made stays, and the next run goes on from there
 */
export async function setUpBranches(options: SetUpOptions): Promise<BranchAddresses[]> {
  const { client, projectId } = options;
  const steps = planBranches(await listBranches(client, projectId), options.contents);
  const before = steps.filter(({ kind }) => kind === 'rename');
  for (const step of before) await run(options, step);
  // On production first: a branch takes over its roles and databases.
  await prepare(options, await findBranch(options, 'production'));
  for (const step of steps.filter(({ kind }) => kind === 'create')) await run(options, step);
  const addresses: BranchAddresses[] = [];
  for (const name of BRANCH_NAMES) {
    const branch = await findBranch(options, name);
    if (name !== 'production') await prepare(options, branch);
    addresses.push(await readAddresses(options, branch, name));
  }
  // Last: from then on its computes can't be deleted.
  for (const step of steps.filter(({ kind }) => kind === 'protect')) await protect(options, step);
  return addresses;
}

const projectPath = (projectId: string): string => `/projects/${encodeURIComponent(projectId)}`;

async function findBranch({ client, projectId }: SetUpOptions, name: BranchName): Promise<Branch> {
  const branches = await listBranches(client, projectId);
  const branch = branches.find((each) => each.name === name);
  if (!branch) throw new NeonError(`The branch ${name} is not there, though Neon has made it. Run the script again.`);
  return branch;
}

async function run(options: SetUpOptions, step: BranchStep): Promise<void> {
  const { client, projectId, onStep } = options;
  onStep?.(describeStep(step));
  const branches = await listBranches(client, projectId);
  const purpose = describeStep(step);
  if (step.kind === 'create') {
    const parent = branches.find(({ name }) => name === 'production');
    await client.change(projectId, {
      method: 'POST',
      path: `${projectPath(projectId)}/branches`,
      body: {
        branch: { name: step.branch, parent_id: parent?.id, init_source: step.contents },
        endpoints: [{ type: 'read_write' }],
      },
      answer: branchAnswerSchema,
      purpose,
    });
    return;
  }
  const name = step.kind === 'rename' ? step.from : step.branch;
  const branch = branches.find((each) => each.name === name);
  const body = { branch: step.kind === 'rename' ? { name: step.branch } : { protected: true } };
  const path = `${projectPath(projectId)}/branches/${branch?.id ?? ''}`;
  await client.change(projectId, { method: 'PATCH', path, body, answer: branchAnswerSchema, purpose });
}

/** Neon's free plan protects no branch; the rest is done all the same. */
async function protect(options: SetUpOptions, step: BranchStep): Promise<void> {
  try {
    await run(options, step);
  } catch (error) {
    if (!(error instanceof NeonError)) throw error;
    options.onWarning?.(`The branch ${step.branch} is not protected. ${error.message} Neon's free plan protects none.`);
  }
}

/** Makes sure of a compute, the role and the database of a branch. */
async function prepare(options: SetUpOptions, branch: Branch): Promise<void> {
  const { client, projectId } = options;
  const path = `${projectPath(projectId)}/branches/${branch.id}`;
  const list = <Answer>(what: string, answer: z.ZodType<Answer>): Promise<Answer> =>
    client.send({ method: 'GET', path: `${path}/${what}`, answer, purpose: `list the ${what} of ${branch.name}` });
  const { endpoints } = await list('endpoints', endpointListSchema);
  if (!endpoints.some(({ type }) => type === 'read_write')) {
    const body = { endpoint: { branch_id: branch.id, type: 'read_write' } };
    await make(options, `${projectPath(projectId)}/endpoints`, body, `make a compute for ${branch.name}`);
  }
  const { roles } = await list('roles', roleListSchema);
  if (!roles.some(({ name }) => name === ROLE)) {
    await make(options, `${path}/roles`, { role: { name: ROLE } }, `make the role ${ROLE} on ${branch.name}`);
  }
  const { databases } = await list('databases', databaseListSchema);
  const database = databases.find(({ name }) => name === DATABASE);
  if (database && database.owner_name !== ROLE) {
    throw new NeonError(
      `The database ${DATABASE} of ${branch.name} belongs to ${database.owner_name}. Give it to the role ${ROLE} in Neon's console.`,
    );
  }
  if (!database) {
    const body = { database: { name: DATABASE, owner_name: ROLE } };
    await make(options, `${path}/databases`, body, `make the database ${DATABASE} on ${branch.name}`);
  }
}

async function make(
  { client, projectId, onStep }: SetUpOptions,
  path: string,
  body: unknown,
  purpose: string,
): Promise<void> {
  onStep?.(purpose);
  const request: NeonRequest<z.infer<typeof changeSchema>> = {
    method: 'POST',
    path,
    body,
    answer: changeSchema,
    purpose,
  };
  await client.change(projectId, request);
}

async function readAddresses(
  { client, projectId }: SetUpOptions,
  branch: Branch,
  name: BranchName,
): Promise<BranchAddresses> {
  const read = async (pooled: boolean): Promise<string> => {
    const query = new URLSearchParams({
      branch_id: branch.id,
      database_name: DATABASE,
      role_name: ROLE,
      pooled: String(pooled),
    });
    const path = `${projectPath(projectId)}/connection_uri?${query}`;
    const purpose = `read the address of ${name}`;
    return (await client.send({ method: 'GET', path, answer: connectionUriSchema, purpose })).uri;
  };
  return { name, pooled: await read(true), direct: await read(false) };
}
