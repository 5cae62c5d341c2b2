/** `lectern start`: brings the built book up to date, then serves everything at one address. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { runServer } from '../main.ts';

/** The build step of a checkout; a container or an installed server has a built site and not this script. */
const BUILD_SCRIPT = fileURLToPath(new URL('../../../scripts/build-book.mjs', import.meta.url));

function buildBook(): boolean {
  if (!existsSync(BUILD_SCRIPT)) return true;
  return spawnSync(process.execPath, [BUILD_SCRIPT], { stdio: 'inherit' }).status === 0;
}

/** Adds the command to the program. */
export function registerStart(program: Command): void {
  program
    .command('start')
    .description('build the book when it has changed, then serve the book and the API at one address')
    .option('--no-build', 'serve the site that is there')
    .action(async ({ build }: { build: boolean }) => {
      if (build && !buildBook()) {
        process.exitCode = 1;
        return;
      }
      const server = await runServer({ onStep: (step) => console.log(`• ${step}`) });
      if (server === undefined) return;
      console.log('• Indexing the book');
      const current = await server.indexed;
      if (!current)
        console.log('  The new book could not be indexed; what was indexed before still answers. See the log.');
      console.log(`\n  The book is at ${server.address}   (Ctrl+C stops it)\n`);
    });
}
