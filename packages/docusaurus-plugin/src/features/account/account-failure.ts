/** What went wrong with a form, in words, and beside which field. */
import { ApiError, NetworkError } from '../../client/client-errors.ts';
import { type Message, plural, t } from '../../client/messages.ts';
import { ProofFailedError } from '../chat/chat-proof.ts';
import { ACCOUNT_FORM_MESSAGES as WORDS } from './account-form.messages.ts';
import { ACCOUNT_STEP_MESSAGES as STEP_WORDS } from './account-steps.messages.ts';

/** One thing that is wrong. */
export interface FormFailure {
  /** Name of the field that it stands beside; null: the form as a whole. */
  readonly field: string | null;
  readonly text: string;
}

/** Codes of the server, the fields that they are about (the first that the form has), and what to say. */
const CODES: Readonly<Record<string, { fields?: readonly string[]; message: Message }>> = {
  INVALID_EMAIL_OR_PASSWORD: { message: WORDS.signInWrong },
  INVALID_PASSWORD: { fields: ['currentPassword', 'password'], message: WORDS.passwordWrong },
  PASSWORD_WRONG: { fields: ['password'], message: WORDS.passwordWrong },
  CONFIRMATION_REQUIRED: { fields: ['password'], message: WORDS.passwordMissing },
  DELETION_LINK_INVALID: { message: WORDS.linkEnded },
  MAIL_UNAVAILABLE: { message: STEP_WORDS.mailUnavailable },
  INVALID_EMAIL: { fields: ['email', 'newEmail'], message: WORDS.emailWrong },
  PASSWORD_TOO_SHORT: { fields: ['newPassword', 'password'], message: WORDS.passwordShort },
  PASSWORD_TOO_LONG: { fields: ['newPassword', 'password'], message: WORDS.passwordTooLong },
  EMAIL_NOT_VERIFIED: { message: WORDS.notVerified },
  INVALID_TOKEN: { message: WORDS.linkEnded },
  TOKEN_EXPIRED: { message: WORDS.linkEnded },
  PASSKEY_NOT_FOUND: { message: WORDS.passkeyUnknown },
  AUTHENTICATION_FAILED: { message: WORDS.passkeyUnknown },
  USER_NOT_VERIFIED: { message: WORDS.passkeyNotVerified },
  CHALLENGE_NOT_FOUND: { message: WORDS.passkeyUnknown },
  SESSION_NOT_FRESH: { message: WORDS.notFresh },
  SESSION_EXPIRED: { message: WORDS.notFresh },
  AUTHENTICATION_REQUIRED: { message: WORDS.sessionEnded },
  UNAUTHORIZED: { message: WORDS.sessionEnded },
};

/** Fields whose faults have words of their own; the server's are English. */
const FIELD_WORDS: Readonly<Record<string, Message>> = {
  name: WORDS.nameWrong,
  email: WORDS.emailWrong,
  newEmail: WORDS.emailWrong,
  password: WORDS.passwordWeak,
  newPassword: WORDS.passwordWeak,
};

function ofApi(error: ApiError, fields: ReadonlySet<string>): FormFailure[] {
  const known = CODES[error.code];
  if (known) {
    const field = known.fields?.find((name) => fields.has(name)) ?? null;
    return [{ field, text: t(known.message) }];
  }
  if (error.status === 429) {
    const minutes = Math.max(1, Math.ceil((error.retryAfterSeconds ?? 60) / 60));
    return [{ field: null, text: plural(WORDS.tooMany, minutes) }];
  }
  const beside = error.errors.filter(({ path }) => fields.has(path));
  if (beside.length > 0) {
    return beside.map(({ path, message }) => {
      const words = FIELD_WORDS[path];
      return { field: path, text: words ? t(words) : message };
    });
  }
  if (error.status >= 500 || error.detail === '') {
    return [{ field: null, text: t(WORDS.failed, { id: error.requestId || String(error.status) }) }];
  }
  return [{ field: null, text: error.detail }];
}

/**
 * What an error means to somebody who fills in a form.
 * @param fields names of the form's fields
 */
export function failuresOf(error: unknown, fields: ReadonlySet<string>): FormFailure[] {
  if (error instanceof ApiError) return ofApi(error, fields);
  if (error instanceof NetworkError) return [{ field: null, text: t(WORDS.network) }];
  if (error instanceof ProofFailedError && error.reason === 'insecure')
    return [{ field: null, text: t(WORDS.insecure) }];
  return [{ field: null, text: t(WORDS.failed, { id: error instanceof Error ? error.name : '?' }) }];
}
