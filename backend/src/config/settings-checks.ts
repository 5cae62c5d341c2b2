/** Checks that need more than one variable: pairs that belong together, and what staging and production refuse. */
import { checkEmail } from './settings-email-compose.ts';
import type { SettingFault } from './settings-error.ts';
import { checkLlm, namesModel } from './settings-llm-compose.ts';
import type { Variables } from './settings-table.ts';
import { checkTranslation } from './settings-translation-compose.ts';
import { checkVectors } from './settings-vectors-compose.ts';

const PAIRS = [
  ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID'],
  ['SMTP_USER', 'SMTP_PASSWORD'],
] as const;
/** A random text of 32 base64 characters has about 20 different ones; a hand-typed one far fewer. */
const LEAST_DIFFERENT_CHARACTERS = 10;

/** Lists faults that only show when the variables are seen together. */
export function checkTogether(given: Partial<Variables>, environment: string): SettingFault[] {
  const faults: SettingFault[] = [];
  const need = (condition: boolean, name: string, message: string) => {
    if (!condition) faults.push({ name, message });
  };
  for (const [first, second] of PAIRS) {
    need(given[first] !== undefined || given[second] === undefined, first, `must be set, since ${second} is`);
    need(given[second] !== undefined || given[first] === undefined, second, `must be set, since ${first} is`);
  }
  faults.push(...checkLlm(given));
  need(
    given.EMBEDDING_PROVIDER !== 'openai' ||
      given.EMBEDDING_API_KEY !== undefined ||
      (given.OPENAI_API_KEY !== undefined && given.EMBEDDING_BASE_URL === undefined),
    'EMBEDDING_API_KEY',
    'must be set (or OPENAI_API_KEY, without EMBEDDING_BASE_URL), since EMBEDDING_PROVIDER is openai',
  );
  need(
    given.EMBEDDING_PROVIDER !== 'compatible' ||
      given.EMBEDDING_BASE_URL !== undefined ||
      given.LLM_BASE_URL !== undefined,
    'EMBEDDING_BASE_URL',
    'must be set, since EMBEDDING_PROVIDER is compatible',
  );
  need(
    given.DATABASE_DIRECT_URL === undefined || given.DATABASE_URL !== undefined,
    'DATABASE_URL',
    'must be set, since DATABASE_DIRECT_URL is',
  );
  need(
    given.DATABASE_CA_FILE === undefined || given.DATABASE_URL !== undefined,
    'DATABASE_URL',
    'must be set, since DATABASE_CA_FILE is',
  );
  faults.push(...checkVectors(given, environment));
  faults.push(...checkTranslation(given, namesModel(given)));
  faults.push(...checkEmail(given));
  if (environment === 'staging' || environment === 'production') faults.push(...checkPublished(given, environment));
  return faults;
}

/** What a server on the open internet must have. */
function checkPublished(given: Partial<Variables>, environment: string): SettingFault[] {
  const faults: SettingFault[] = [];
  const secret = given.LECTERN_SECRET;
  if (secret === undefined) {
    faults.push({
      name: 'LECTERN_SECRET',
      message: `must be set in ${environment}: make one with openssl rand -base64 48`,
    });
  } else if (new Set(secret).size < LEAST_DIFFERENT_CHARACTERS || /change.?me|example|openssl/i.test(secret)) {
    faults.push({
      name: 'LECTERN_SECRET',
      message: `is too easy to guess for ${environment}: make one with openssl rand -base64 48`,
    });
  }
  if (given.CORS_ORIGINS?.includes('*')) {
    faults.push({
      name: 'CORS_ORIGINS',
      message: `may not be * in ${environment}: list the origins, e.g. https://docs.example`,
    });
  }
  if (given.PUBLIC_URL === undefined) {
    faults.push({
      name: 'PUBLIC_URL',
      message: `must be set in ${environment} to the origin that readers use, e.g. https://book.example`,
    });
  }
  return faults;
}
