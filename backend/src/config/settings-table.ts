/** All variables that the server reads, in the order of the documentation. */
import type { SettingEntry, SettingValues } from './setting-entry.ts';
import { ANSWER_SETTINGS } from './settings-answers.ts';
import { OAUTH_SETTINGS, SIGN_IN_SETTINGS } from './settings-auth.ts';
import { EMAIL_SETTINGS } from './settings-email.ts';
import { BUDGET_SETTINGS, FEATURE_SETTINGS, RATE_SETTINGS, RETENTION_SETTINGS } from './settings-limits.ts';
import { LLM_SETTINGS } from './settings-llm.ts';
import { LOGGING_SETTINGS, SECURITY_SETTINGS, SERVER_SETTINGS } from './settings-server.ts';
import { DATABASE_SETTINGS, MODEL_SETTINGS, SCALING_SETTINGS } from './settings-services.ts';
import { TRANSLATION_SETTINGS } from './settings-translation.ts';
import { VECTOR_SETTINGS } from './settings-vectors.ts';

/** Every variable by its name. */
export const SETTINGS = {
  ...SERVER_SETTINGS,
  ...DATABASE_SETTINGS,
  ...SCALING_SETTINGS,
  ...VECTOR_SETTINGS,
  ...SECURITY_SETTINGS,
  ...LLM_SETTINGS,
  ...ANSWER_SETTINGS,
  ...MODEL_SETTINGS,
  ...TRANSLATION_SETTINGS,
  ...EMAIL_SETTINGS,
  ...OAUTH_SETTINGS,
  ...SIGN_IN_SETTINGS,
  ...LOGGING_SETTINGS,
  ...RATE_SETTINGS,
  ...BUDGET_SETTINGS,
  ...FEATURE_SETTINGS,
  ...RETENTION_SETTINGS,
};

/** Name of a variable. */
export type SettingName = keyof typeof SETTINGS;
/** The checked value of each variable, by its name. */
export type Variables = SettingValues<typeof SETTINGS>;

/** The entries with their names, in the order of the documentation. */
export const SETTING_ENTRIES: readonly (readonly [string, SettingEntry])[] = Object.entries(SETTINGS);
