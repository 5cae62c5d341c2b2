/** What is kept, for how long, and who else gets it: read from the settings, so that it cannot say anything else. Pure. */
import { isIP } from 'node:net';
import type { DataRecipient, KeptData, PrivacyResponse } from '@lectern/contracts';
import type { Settings } from '../../config/settings.ts';
import { IDENTITY_MAX_AGE_SECONDS } from '../../middleware/cookie-signer.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** What the page tells of. */
export type PrivacySettings = Pick<
  Settings,
  | 'answers'
  | 'budget'
  | 'database'
  | 'embedding'
  | 'features'
  | 'llm'
  | 'logging'
  | 'oauth'
  | 'redisUrl'
  | 'retentionDays'
  | 'server'
  | 'smtp'
>;

/** What else is known where the routes are made. */
export interface PrivacyFacts {
  /** Names and lives of the cookies that this server sets. */
  readonly cookies: PrivacyResponse['cookies'];
  /** Whether accounts are there. */
  readonly accounts: boolean;
  /** Life of a session, days. */
  readonly sessionDays: number;
}

/** Makes the answer of `GET /me/privacy`. */
export function describePrivacy(settings: PrivacySettings, facts: PrivacyFacts): PrivacyResponse {
  return {
    kept: keptData(settings, facts),
    recipients: recipients(settings),
    cookies: facts.cookies,
    thirdPartyRequests: false,
    incognito: settings.features.chat,
  };
}

/** Settings say 0 for "for ever". */
const daysOf = (days: number): number | null => (days === 0 ? null : days);

function keptData(
  { features, retentionDays, answers, llm, logging, smtp }: PrivacySettings,
  { accounts, sessionDays }: PrivacyFacts,
): KeptData[] {
  const kept: KeptData[] = [];
  const keep = (kind: KeptData['kind'], days: number | null, personal = true): void => {
    kept.push({ kind, days, personal, accountsKeep: false });
  };
  /** What retention deletes of anonymous readers alone. */
  const keepForAccounts = (kind: KeptData['kind'], days: number | null): void => {
    kept.push({ kind, days, personal: true, accountsKeep: accounts && days !== null });
  };
  if (features.chat) keepForAccounts('conversations', daysOf(retentionDays.chat));
  if (features.chat && llm.models.length > 0) keep('answer_cache', answers.cacheDays, false);
  keepForAccounts('profile', IDENTITY_MAX_AGE_SECONDS / DAY_SECONDS);
  keep('identity_cookie', IDENTITY_MAX_AGE_SECONDS / DAY_SECONDS);
  if (features.learning) keepForAccounts('learning', daysOf(retentionDays.learning));
  if (accounts) {
    keep('account', null);
    keep('unverified_account', daysOf(retentionDays.unverified));
    keep('session', sessionDays);
    keep('audit', daysOf(retentionDays.audit), false);
  }
  if (smtp !== null) keep('mail', daysOf(retentionDays.mail));
  if (llm.models.length > 0) keep('usage', daysOf(retentionDays.usage), false);
  if (logging.directory !== null) keep('server_log', logging.rotateDays, false);
  return kept;
}

function recipients(settings: PrivacySettings): DataRecipient[] {
  const { llm, embedding, smtp, database, redisUrl, oauth } = settings;
  const found: DataRecipient[] = [];
  // In their order: the next is asked when the one before fails.
  for (const { provider, baseUrl, model } of llm.models) {
    const place = { host: hostOf(baseUrl), local: isLocal(baseUrl) };
    found.push({ purpose: 'answers', provider, model, gets: ['question', 'passages', 'history', 'profile'], ...place });
  }
  if (embedding.provider === 'openai' || embedding.provider === 'compatible') {
    const { provider, model, baseUrl } = embedding;
    const place = { host: hostOf(baseUrl), local: isLocal(baseUrl) };
    found.push({ purpose: 'embeddings', provider, model, gets: ['question'], ...place });
  }
  if (smtp !== null) {
    const place = { host: smtp.host, local: isLocalHost(smtp.host) };
    found.push({ purpose: 'mail', provider: 'SMTP', model: null, gets: ['address', 'name'], ...place });
  }
  if (database !== null) found.push(store('database', 'PostgreSQL', database.url));
  if (redisUrl !== null) found.push(store('cache', 'Redis', redisUrl));
  const signIn = (provider: string, host: string | null): void => {
    found.push({ purpose: 'sign_in', provider, host, model: null, gets: ['address', 'name'], local: false });
  };
  if (oauth.google) signIn('Google', null);
  if (oauth.github) signIn('GitHub', null);
  if (oauth.oidc) signIn(oauth.oidc.name, hostOf(oauth.oidc.issuer));
  return found;
}

const store = (purpose: 'database' | 'cache', provider: string, url: string): DataRecipient => ({
  purpose,
  provider,
  host: hostOf(url),
  model: null,
  gets: ['stored'],
  local: isLocal(url),
});

/** Host of an address; never its user and password. */
function hostOf(url: string | null): string | null {
  return url === null ? null : (URL.parse(url)?.hostname ?? null);
}

const isLocal = (url: string | null): boolean => isLocalHost(hostOf(url) ?? '');

/** This machine, a private network (RFC 1918, RFC 4193), or a name without a dot, as containers have. */
function isLocalHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) === 4) return /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(bare);
  if (isIP(bare) === 6) return /^(::1$|f[cd][0-9a-f]{2}:)/.test(bare);
  return /^[a-z][a-z0-9-]*$/.test(bare) || /\.(localhost|local|internal)$/.test(bare);
}
