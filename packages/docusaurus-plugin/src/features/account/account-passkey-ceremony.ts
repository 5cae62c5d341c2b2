/**
 * Passkeys: what the browser and the server say to each other. The browser turns the server's JSON into its own objects
 * and back, so no library is needed; a browser that can't has no passkeys here.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON
 */
import { isRecord } from '../../client/guard-checks.ts';
import { usesBearer } from '../../client/site-settings.ts';
import { refreshAccount } from './account-client.ts';
import { isPasskeyList, type Passkey } from './account-guards.ts';
import { readAuth, sendAuth } from './account-transport.ts';

const isOptions = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && typeof value['challenge'] === 'string';

/** The reader closed the browser's dialog, or has no passkey that fits. */
export class PasskeyCancelledError extends Error {
  constructor() {
    super('the passkey was not used');
    this.name = 'PasskeyCancelledError';
  }
}

/** true where this browser can use passkeys at this server: they belong to one origin, and their challenge is a cookie. */
export function passkeysWork(): boolean {
  return (
    !usesBearer() &&
    typeof PublicKeyCredential !== 'undefined' &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function' &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'
  );
}

/** What was done with the browser's dialog. @throws PasskeyCancelledError */
function credentialOf(credential: Credential | null): PublicKeyCredential {
  if (!(credential instanceof PublicKeyCredential)) throw new PasskeyCancelledError();
  return credential;
}

function cancelled(error: unknown): never {
  // NotAllowedError is all that a browser says of a closed dialog, an ended wait or a missing passkey.
  if (error instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(error.name)) {
    throw new PasskeyCancelledError();
  }
  throw error;
}

/** Makes a passkey on this device. @param name what the reader calls it */
export async function addPasskey(name: string): Promise<void> {
  const json = await readAuth('/passkey/generate-register-options', { method: 'GET' }, isOptions);
  // The browser checks the options itself: what is missing is a TypeError.
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(Object(json));
  const credential = credentialOf(await navigator.credentials.create({ publicKey }).catch(cancelled));
  await sendAuth('/passkey/verify-registration', { response: credential.toJSON(), name });
}

/**
 * Signs in with a passkey.
 * @param options `autofill`: the browser offers passkeys in the field for the address, and nothing opens by itself
 * @throws PasskeyCancelledError, and what the client throws
 */
export async function signInWithPasskey(options: { autofill: boolean; signal: AbortSignal }): Promise<void> {
  const json = await readAuth(
    '/passkey/generate-authenticate-options',
    { method: 'GET', signal: options.signal },
    isOptions,
  );
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(Object(json));
  const request = { publicKey, signal: options.signal };
  const credential = credentialOf(
    await navigator.credentials
      .get(options.autofill ? { ...request, mediation: 'conditional' } : request)
      .catch(cancelled),
  );
  await sendAuth('/passkey/verify-authentication', { response: credential.toJSON() });
  await refreshAccount();
}

/** true where the browser offers passkeys among what it fills in. */
export async function offersAutofill(): Promise<boolean> {
  return passkeysWork() && (await PublicKeyCredential.isConditionalMediationAvailable());
}

/** The account's passkeys. */
export function listPasskeys(): Promise<Passkey[]> {
  return readAuth('/passkey/list-user-passkeys', { method: 'GET' }, isPasskeyList);
}

/** Gives a passkey another name. */
export async function renamePasskey(id: string, name: string): Promise<void> {
  await sendAuth('/passkey/update-passkey', { id, name });
}

/** Takes a passkey from the account; the device keeps its half, which then opens nothing. */
export async function removePasskey(id: string): Promise<void> {
  await sendAuth('/passkey/delete-passkey', { id });
}
