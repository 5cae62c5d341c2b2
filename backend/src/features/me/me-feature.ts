/** Puts the feature together. */
import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import type { Db } from '../../db/client.ts';
import type { OwnedData } from '../../db/owned-data.ts';
import { IDENTITY_MAX_AGE_SECONDS } from '../../middleware/cookie-signer.ts';
import { identityCookieName } from '../../middleware/session.ts';
import type { EmailSender } from '../../providers/email/index.ts';
import type { MeDeps } from './me.routes.ts';
import { createDeletionService, type DeletionAccounts } from './me-deletion.service.ts';
import { describePrivacy, type PrivacySettings } from './me-privacy.ts';
import { createProfileRepository } from './me-profile.repository.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** What the feature needs. */
export interface MeOptions {
  readonly db: Db;
  readonly settings: PrivacySettings & Pick<Settings, 'signIn'>;
  /** What all features keep of readers. */
  readonly owned: readonly OwnedData[];
  /** undefined: there are no accounts here. */
  readonly accounts:
    | (DeletionAccounts & { readonly ownedData: OwnedData; readonly expiredCookies: () => readonly string[] })
    | undefined;
  readonly mail: EmailSender;
  /** See `DeletionDeps.eraseAgain`. */
  readonly eraseAgain: (ownerId: string) => Promise<void>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** The feature: its routes' needs, and what the composition root calls. */
export interface Me extends MeDeps {
  /** Deletes all that is kept of an owner. */
  erase(ownerId: string): Promise<void>;
  /** Deletes profiles of anonymous readers whose cookie has ended: nobody can reach them any more. @returns how many */
  retain(): Promise<number>;
}

/** Makes the feature. */
export function createMe({ db, settings, owned, accounts, mail, eraseAgain, logger }: MeOptions): Me {
  const { secure, publicUrl } = settings.server;
  // The account first: it stands at the head of the export, and its sessions end before anything else goes.
  const all = accounts ? [accounts.ownedData, ...owned] : owned;
  const deletion = createDeletionService({ db, owned: all, accounts, mail, publicUrl, eraseAgain, logger });
  const { sessionDays } = settings.signIn;
  const identityCookie = {
    name: identityCookieName(secure),
    purpose: 'identity' as const,
    days: IDENTITY_MAX_AGE_SECONDS / DAY_SECONDS,
  };
  const sessionCookies = (accounts?.expiredCookies() ?? []).slice(0, 1).map((cookie) => ({
    name: cookie.split('=')[0] ?? '',
    purpose: 'session' as const,
    days: sessionDays,
  }));
  const profiles = createProfileRepository(db);
  return {
    profiles,
    deletion,
    owned: all,
    privacy: describePrivacy(settings, {
      cookies: [identityCookie, ...sessionCookies],
      accounts: accounts !== undefined,
      sessionDays,
    }),
    publicUrl,
    endSession: () => accounts?.expiredCookies() ?? [],
    erase: deletion.erase,
    retain: () => profiles.deleteAnonymousBefore(new Date(Date.now() - IDENTITY_MAX_AGE_SECONDS * 1000)),
  };
}
