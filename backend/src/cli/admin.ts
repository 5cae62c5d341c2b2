/** `lectern admin`: who may do more than read, through the running server if there is one. */
import { roleSchema } from '@lectern/contracts';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Settings } from '../config/settings.ts';
import type { ControlClient } from '../control/index.ts';
import type { RoleHolder } from '../features/auth/index.ts';

type Request = { readonly email: string; readonly role: RoleHolder['role'] } | Record<string, never>;

const holdersSchema = z.array(z.object({ email: z.string(), role: roleSchema, emailVerified: z.boolean() }));

async function ask(request: Request): Promise<RoleHolder[]> {
  const { readCommandSettings } = await import('./command-settings.ts');
  const { connectControl } = await import('../control/index.ts');
  const settings = readCommandSettings();
  const server = await connectControl(settings.server.dataDir);
  return server ? askServer(server, request) : askHere(settings, request);
}

async function askServer(server: ControlClient, request: Request): Promise<RoleHolder[]> {
  for await (const event of server.runCommand('admin', request)) {
    if (event.type === 'result') return holdersSchema.parse(event.data);
  }
  throw new Error('The server ended the command without a result.');
}

async function askHere(settings: Settings, request: Request): Promise<RoleHolder[]> {
  const { databaseOptions } = await import('./command-settings.ts');
  const { prepareDataDirectory } = await import('../db/data-directory.ts');
  const { openDatabase } = await import('../db/client.ts');
  const { migrateDatabase } = await import('../db/migrate.ts');
  const { createRoles } = await import('../features/auth/index.ts');
  prepareDataDirectory(settings.server.dataDir);
  const database = await openDatabase(databaseOptions(settings));
  try {
    await migrateDatabase(database);
    const roles = createRoles(database.db);
    return 'email' in request ? [await roles.grant(request.email, request.role)] : await roles.list();
  } finally {
    await database.close();
  }
}

async function change(email: string, role: RoleHolder['role']): Promise<void> {
  for (const holder of await ask({ email, role })) {
    console.log(`${holder.email} is ${describe(holder.role)} now.`);
    if (!holder.emailVerified) console.log('The address is not verified yet: nobody can sign in with it before.');
  }
}

async function list(): Promise<void> {
  const holders = await ask({});
  if (holders.length === 0) console.log('Nobody: give somebody a role with lectern admin grant <e-mail>.');
  for (const { email, role, emailVerified } of holders) {
    console.log(`${role.padEnd(10)}  ${email}${emailVerified ? '' : '  (not verified)'}`);
  }
}

function describe(role: RoleHolder['role']): string {
  return `${role === 'reader' ? 'a' : 'an'} ${role}`;
}

/** Adds the command to the program. */
export function registerAdmin(program: Command): void {
  const admin = program.command('admin').description('give and take roles');
  admin
    .command('grant <e-mail>')
    .description('make the account of an address an admin, or give it another role; it has to sign in again')
    .addOption(new Option('--role <role>', 'which role').choices(['author', 'instructor', 'admin']).default('admin'))
    .action((email: string, { role }: { role: RoleHolder['role'] }) => change(email, role));
  admin
    .command('revoke <e-mail>')
    .description('make the account of an address a reader again')
    .action((email: string) => change(email, 'reader'));
  admin.command('list').description('show who has a role').action(list);
}
