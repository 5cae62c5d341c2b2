/** What can be said about a form before it is sent. The server says the last word. */
import { t } from '../../client/messages.ts';
import { ACCOUNT_FORM_MESSAGES as WORDS } from './account-form.messages.ts';

/** Shortest and longest password, characters (the contracts' PASSWORD_LENGTH), and from where one is strong. */
export const PASSWORD_LIMITS = { min: 10, max: 128, strong: 16 } as const;
/** Longest name, characters (the contracts' MAX_NAME_CHARS). */
export const NAME_LIMIT = 100;

/** What is wrong with a name; undefined: nothing. */
export function nameFault(name: string): string | undefined {
  if (name.trim() === '') return t(WORDS.nameMissing);
  return name.trim().length > NAME_LIMIT ? t(WORDS.nameLong) : undefined;
}

/** What is wrong with an address; undefined: nothing. */
export function emailFault(email: string): string | undefined {
  if (email.trim() === '') return t(WORDS.emailMissing);
  // Only what surely is none: the server and the mail itself know better.
  return /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : t(WORDS.emailWrong);
}

/** What is wrong with a password that is chosen now; undefined: nothing. */
export function newPasswordFault(password: string): string | undefined {
  if (password.length < PASSWORD_LIMITS.min) return t(WORDS.passwordShort);
  return password.length > PASSWORD_LIMITS.max ? t(WORDS.passwordTooLong) : undefined;
}

/** What is wrong with a password that exists; undefined: nothing. */
export function passwordFault(password: string): string | undefined {
  return password === '' ? t(WORDS.passwordMissing) : undefined;
}
