/** What there should be in a Neon project, and what is still missing. */
import type { Branch } from './neon-answers.ts';

/** The three branches, in the order in which they are made: each of the others begins as a copy of the first. */
export const BRANCH_NAMES = ['production', 'staging', 'development'] as const;
/** See {@link BRANCH_NAMES}. */
export type BranchName = (typeof BRANCH_NAMES)[number];

/** What a new branch takes over from production: its tables, or its rows as well. */
export type BranchContents = 'schema-only' | 'parent-data';

/** The role that the server connects as, and its database. */
export const ROLE = 'lectern';
/** See {@link ROLE}. */
export const DATABASE = 'lectern';

/** One thing to do about a branch. */
export type BranchStep =
  | { readonly kind: 'create'; readonly branch: BranchName; readonly contents: BranchContents }
  | { readonly kind: 'rename'; readonly branch: BranchName; readonly from: string }
  | { readonly kind: 'protect'; readonly branch: BranchName };

/**
 * What is missing among the branches of a project.
 *
 * @param branches what there is; undefined when nothing is known, then as if the project were new
 */
export function planBranches(branches: readonly Branch[] | undefined, contents: BranchContents): BranchStep[] {
  const found = branches ?? [{ id: 'unknown', name: 'main', default: true, protected: false }];
  const byName = new Map(found.map((branch) => [branch.name, branch]));
  const production = byName.get('production') ?? found.find((branch) => branch.default);
  const steps: BranchStep[] = [];
  if (production && production.name !== 'production') {
    steps.push({ kind: 'rename', branch: 'production', from: production.name });
  }
  for (const branch of BRANCH_NAMES) {
    if (branch !== 'production' && !byName.has(branch)) steps.push({ kind: 'create', branch, contents });
  }
  if (!production?.protected) steps.push({ kind: 'protect', branch: 'production' });
  return steps;
}

/** A step in words. */
export function describeStep(step: BranchStep): string {
  switch (step.kind) {
    case 'create':
      return `make the branch ${step.branch} from production, ${step.contents === 'schema-only' ? 'with its tables and without its rows' : 'with all its rows'}`;
    case 'rename':
      return `rename the default branch ${step.from} to ${step.branch}`;
    case 'protect':
      return `protect the branch ${step.branch}: it can be neither deleted nor reset`;
  }
}

/** What is made sure of on every branch, in words. */
export const describeBranch = (branch: BranchName): string =>
  `${branch}: a compute, the role ${ROLE} and its database ${DATABASE} where they are missing; addresses into .env.${branch}`;
