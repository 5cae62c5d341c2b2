/**
 * Better-Auth's part about passkeys. A passkey stands for two factors, so the device must have checked its owner (user
 * verification) each time; the library itself would only like it to.
 *
 * @see https://www.w3.org/TR/webauthn-3/#user-verification
 */
import type { PasskeyOptions } from '@better-auth/passkey';
import { APIError } from 'better-auth/api';
import type { BetterAuthDeps } from './auth-engine-deps.ts';

/** Path of the options that a browser gets to sign in with. */
export const PASSKEY_REQUEST_PATH = '/passkey/generate-authenticate-options';

/** Passkeys of this origin, whose devices have checked their owners. */
export function passkeyOptions({ siteName, settings }: Pick<BetterAuthDeps, 'siteName' | 'settings'>): PasskeyOptions {
  return {
    rpName: siteName,
    origin: settings.server.publicUrl,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    registration: {
      afterVerification: ({ verification }) =>
        checkVerified('BAD_REQUEST', verification.registrationInfo?.userVerified === true),
    },
    authentication: {
      afterVerification: ({ verification }) =>
        checkVerified('UNAUTHORIZED', verification.authenticationInfo.userVerified),
    },
  };
}

/** The options to sign in with, so that the browser asks for what is checked afterwards. */
export const withUserVerification = (options: object): object => ({ ...options, userVerification: 'required' });

function checkVerified(status: 'BAD_REQUEST' | 'UNAUTHORIZED', isVerified: boolean): void {
  if (isVerified) return;
  throw APIError.from(status, {
    code: 'USER_NOT_VERIFIED',
    message: 'The device has not checked who uses the passkey.',
  });
}
