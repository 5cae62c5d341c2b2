/** The `lectern` command. Each subcommand is a file of this folder and loads what it needs when it runs. */
import { Command } from 'commander';
import { SERVER_VERSION } from '../config/version.ts';
import { registerAdmin } from './admin.ts';
import { registerBackup } from './backup.ts';
import { explainCommandFailure } from './command-failure.ts';
import { registerDoctor } from './doctor.ts';
import { registerEval } from './eval.ts';
import { registerIngest } from './ingest.ts';
import { registerMemory } from './memory.ts';
import { registerMigrate } from './migrate.ts';
import { registerRestore } from './restore.ts';
import { registerStart } from './start.ts';
import { registerTranslate } from './translate.ts';
import { registerUsage } from './usage.ts';

const program = new Command('lectern')
  .description('Serves a Docusaurus book that answers questions about itself.')
  .version(SERVER_VERSION)
  .showHelpAfterError('(lectern help shows the commands)');

registerStart(program);
registerIngest(program);
registerTranslate(program);
registerMemory(program);
registerMigrate(program);
registerBackup(program);
registerRestore(program);
registerDoctor(program);
registerEval(program);
registerUsage(program);
registerAdmin(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explainCommandFailure(error)}\n`);
  process.exitCode = 1;
}
