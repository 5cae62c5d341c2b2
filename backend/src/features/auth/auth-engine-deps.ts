/** What Better-Auth is set up from. */
import type { Settings } from '../../config/settings.ts';
import type { Db } from '../../db/client.ts';
import type { AccountMails } from './auth-mails.ts';
import type { PasswordHasher } from './auth-password.ts';

/** Where Better-Auth is mounted. */
export const AUTH_PREFIX = '/api/auth';

/** What Better-Auth needs. */
export interface BetterAuthDeps {
  readonly db: Db;
  readonly settings: Pick<Settings, 'environment' | 'server' | 'oauth' | 'signIn'>;
  /** Secret of sessions, derived from LECTERN_SECRET. */
  readonly secret: string;
  readonly passwords: PasswordHasher;
  readonly mails: AccountMails;
  /** Title of the site, as authenticators show it. */
  readonly siteName: string;
  /** Whether new accounts may be made with a password. */
  readonly canSignUp: boolean;
  /** Origins beside the own one whose pages may call, and to which links may lead. */
  readonly trustedOrigins: (request: Request | undefined) => string[];
  /** A password has been set by the link of a mail: its address is proven. */
  readonly onPasswordReset: (user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
  }) => Promise<void>;
  readonly log: (level: 'debug' | 'warn' | 'error', message: string) => void;
}
