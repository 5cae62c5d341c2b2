/** What the command line may ask of a running server through its control socket. */
import { roleSchema } from '@lectern/contracts';
import { z } from 'zod';
import { type BackupCommandDeps, backupCommand } from './backup-command.ts';
import { SERVER_VERSION } from './config/version.ts';
import type { ControlHandler } from './control/index.ts';
import type { Roles } from './features/auth/index.ts';
import type { Content } from './features/content/index.ts';
import { type ProviderTrialDeps, tryProviders } from './provider-trials.ts';
import { memoryCommand, type TranslationCommandDeps, translateCommand } from './translation-commands.ts';
import { RECEIPT_GROUPS, type Receipts } from './usage/index.ts';

/** What the commands work on. */
export interface ControlCommandDeps {
  readonly content: Pick<Content, 'ingest' | 'library'>;
  readonly receipts: Pick<Receipts, 'sums'>;
  readonly roles: Roles;
  readonly translation: TranslationCommandDeps;
  readonly backup: BackupCommandDeps;
  /** What calls of providers are made with and paid from. */
  readonly providers: ProviderTrialDeps;
  /** Manifest of the settings: path or URL. */
  readonly manifest: string;
  /** Address for readers. */
  readonly address: string;
}

/** Arguments of `ingest`. */
const ingestArguments = z.strictObject({
  manifest: z.string().min(1).max(4096).optional().describe('Path or URL; left out: that of the settings'),
  force: z.boolean().default(false).describe('Builds everything again'),
});

/** Arguments of `usage`. */
const usageArguments = z.strictObject({ since: z.iso.datetime(), by: z.enum(RECEIPT_GROUPS) });

/** Arguments of `admin`: an address and its role, or neither to list who has one. */
const adminArguments = z.union([
  z.strictObject({ email: z.string().min(3).max(254), role: roleSchema }),
  z.strictObject({}),
]);

/** Answers `admin`: gives a role, or lists who has one beyond that of a reader. */
export function adminCommand(roles: Roles): ControlHandler {
  return async (run) => {
    const given = adminArguments.parse(run.args);
    return 'email' in given ? [await roles.grant(given.email, given.role)] : roles.list();
  };
}

/** Answers `usage` with the receipts asked for. */
export function usageCommand(receipts: Pick<Receipts, 'sums'>): ControlHandler {
  return async (run) => {
    const { since, by } = usageArguments.parse(run.args);
    return receipts.sums({ since: new Date(since), by });
  };
}

/** The commands by name: `ingest` (reports progress, answers with the report), `usage`, `admin`, `translate`, `memory`, `backup`, `providers` (reports each trial) and `status`. */
export function controlCommands(deps: ControlCommandDeps): Readonly<Record<string, ControlHandler>> {
  return {
    ingest: async (run) => {
      const { manifest = deps.manifest, force } = ingestArguments.parse(run.args);
      return deps.content.ingest({
        manifest,
        force,
        signal: run.signal,
        onProgress: (progress) => run.report(progress),
      });
    },
    usage: usageCommand(deps.receipts),
    admin: adminCommand(deps.roles),
    translate: translateCommand(deps.translation),
    memory: memoryCommand(deps.translation),
    providers: async (run) => {
      for await (const trial of tryProviders(deps.providers)) {
        run.report(trial);
        // Whoever asked has gone: nothing more is spent.
        if (run.signal.aborted) break;
      }
      return null;
    },
    backup: backupCommand(deps.backup),
    status: async () => ({
      pid: process.pid,
      version: SERVER_VERSION,
      address: deps.address,
      uptimeSeconds: Math.round(process.uptime()),
      indexed: deps.content.library.current() !== undefined,
    }),
  };
}
