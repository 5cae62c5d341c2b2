/** Who looks after an installation: whether there is an admin, and how mails reach readers. */
import { z } from 'zod';
import type { Settings } from '../config/settings.ts';
import { connectControl } from '../control/index.ts';
import { createRoles } from '../features/auth/index.ts';
import { broken, type Finding, ok, warning } from './doctor-finding.ts';
import { type OpenForDoctor, openForDoctor } from './doctor-open.ts';

const NAME = 'Admin';
const holdersSchema = z.array(z.object({ role: z.string(), emailVerified: z.boolean() }));
type Holders = z.infer<typeof holdersSchema>;

/** Whether somebody may do what admins do. Nothing of who it is is told. @param open for tests */
export async function checkAdmin(settings: Settings, open: OpenForDoctor = openForDoctor): Promise<Finding> {
  if (!settings.features.accounts) return ok(NAME, 'there are no accounts (FEATURE_ACCOUNTS)');
  let holders: Holders | undefined;
  try {
    holders = await readHolders(settings, open);
  } catch {
    // Why, the check of the database has told.
    return warning(NAME, 'could not be looked up: see the database above');
  }
  if (holders === undefined)
    return broken(NAME, 'the tables are not there yet', 'Run "lectern migrate", or start the server.');
  const admins = holders.filter(({ role }) => role === 'admin');
  const mend = 'Sign up in the browser, then run "lectern admin grant <e-mail>" on this machine.';
  if (admins.length === 0) return broken(NAME, 'nobody is one', mend);
  if (admins.some(({ emailVerified }) => emailVerified)) return ok(NAME, `${admins.length}`);
  return warning(
    NAME,
    'no admin has confirmed the address, so that none can sign in',
    'Open the link of the mail, or have a new one sent.',
  );
}

/** undefined: the tables are not those of this version. */
async function readHolders(settings: Settings, open: OpenForDoctor): Promise<Holders | undefined> {
  const server = await connectControl(settings.server.dataDir);
  if (server !== undefined) {
    try {
      for await (const event of server.runCommand('admin')) {
        if (event.type === 'result') return holdersSchema.parse(event.data);
      }
    } finally {
      server.close();
    }
    return undefined;
  }
  const database = await open(settings);
  try {
    return database && (await createRoles(database.db).list());
  } finally {
    await database?.close();
  }
}
