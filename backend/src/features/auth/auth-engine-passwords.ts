/** Better-Auth's part about addresses with passwords: which mails it sends, and what it says of addresses that it knows. */
import { randomUUID } from 'node:crypto';
import { PASSWORD_LENGTH } from '@lectern/contracts';
import { createEmailVerificationToken } from 'better-auth/api';
import { AUTH_PREFIX, type BetterAuthDeps } from './auth-engine-deps.ts';
import { LINK_SECONDS } from './auth-mails.ts';
import { currentAuthRequest } from './auth-request.ts';

interface SyntheticUser {
  readonly coreFields: object;
  readonly additionalFields: object;
}

/** Signing in with address and password: verified addresses alone, and new and known ones are answered alike. */
export function passwordOptions(deps: BetterAuthDeps) {
  return {
    enabled: true,
    disableSignUp: !deps.canSignUp,
    requireEmailVerification: true,
    minPasswordLength: PASSWORD_LENGTH.min,
    maxPasswordLength: PASSWORD_LENGTH.max,
    password: deps.passwords,
    resetPasswordTokenExpiresIn: LINK_SECONDS.reset,
    revokeSessionsOnPasswordReset: true,
    sendResetPassword: async ({ user, url }: { user: { email: string; name: string }; url: string }) =>
      deps.mails.reset(user, url),
    onExistingUserSignUp: async ({ user }: { user: { email: string; name: string; emailVerified: boolean } }) =>
      mailExisting(deps, user),
    // As a new account looks, so that nobody can tell.
    customSyntheticUser: ({ coreFields, additionalFields }: SyntheticUser) => ({
      ...coreFields,
      ...additionalFields,
      id: randomUUID(),
      role: 'reader',
      banned: false,
      banReason: null,
      banExpires: null,
    }),
    onPasswordReset: async ({ user }: { user: { id: string; email: string; name: string } }) =>
      deps.onPasswordReset(user),
  };
}

/** The answer is that of a new address; the mail tells its owner. Who has not verified yet gets another link for it. */
async function mailExisting(
  { settings, secret, mails }: BetterAuthDeps,
  user: { readonly email: string; readonly name: string; readonly emailVerified: boolean },
): Promise<void> {
  const { publicUrl } = settings.server;
  const returnTo = currentAuthRequest()?.returnTo ?? '/';
  if (user.emailVerified) return mails.signUpAttempt(user, new URL(returnTo, publicUrl).href);
  const token = await createEmailVerificationToken(secret, user.email, undefined, LINK_SECONDS.verify);
  const link = new URLSearchParams({ token, callbackURL: returnTo });
  return mails.verify(user, `${publicUrl}${AUTH_PREFIX}/verify-email?${link.toString()}`);
}
