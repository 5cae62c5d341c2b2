/** What a reader may ask about themself: profile, export, deletion, privacy. Loaded on use. */
import type {
  MeDeletionRequest,
  MeDeletionResponse,
  PrivacyResponse,
  ProfileResponse,
  UserProfileInput,
} from '@lectern/contracts';
import { ProtocolError } from '../../client/client-errors.ts';
import { ensureIdentity } from '../../client/site-identity.ts';
import { isDeletion, isPrivacy, isProfileResponse } from './account-guards.ts';
import { ownRoutes } from './account-transport.ts';

/** The reader's profile. */
export function loadProfile(): Promise<ProfileResponse> {
  return ownRoutes().json('/me/profile', { method: 'GET' }, isProfileResponse);
}

/** Replaces the reader's profile; what is left out counts as not told. */
export async function saveProfile(profile: UserProfileInput): Promise<ProfileResponse> {
  await ensureIdentity();
  return ownRoutes().json('/me/profile', { method: 'PUT', body: profile }, isProfileResponse);
}

/**
 * All that is stored of the reader, as one JSON document.
 * @throws ProtocolError when it was cut: its last key says that it is complete
 */
export async function exportData(): Promise<Blob> {
  const text = await (await ownRoutes().send('/me/export', { method: 'GET' })).text();
  if (!/"complete":\s*true\s*\}\s*$/.test(text)) throw new ProtocolError('the export was cut');
  return new Blob([text], { type: 'application/json' });
}

/** Deletes everything, or mails a link that does. */
export function deleteData(request: MeDeletionRequest): Promise<MeDeletionResponse> {
  return ownRoutes().json('/me', { method: 'DELETE', body: request }, isDeletion);
}

/** What is kept, how long, and who gets what. */
export function loadPrivacy(): Promise<PrivacyResponse> {
  return ownRoutes().json('/me/privacy', { method: 'GET' }, isPrivacy);
}
