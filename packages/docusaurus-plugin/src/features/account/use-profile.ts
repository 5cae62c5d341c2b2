/** The reader's background, for components: what they told of themself, and how to change it. */
import type { UserProfile, UserProfileInput } from '@lectern/contracts';
import { useEffect, useSyncExternalStore } from 'react';
import { createExternalStore } from '../../client/external-store.ts';
import { accountStore } from './account.store.ts';

/** What is known about the profile. */
export interface ProfileState {
  readonly status: 'unknown' | 'loading' | 'known' | 'failed';
  /** null: nothing told yet. */
  readonly profile: UserProfile | null;
}

const NOTHING: ProfileState = { status: 'unknown', profile: null };
const profileStore = createExternalStore<ProfileState>(NOTHING);
const load = () => import('./account-me.ts');

let owner: string | null | undefined;

/** Asks the server, once for each reader. */
async function loadProfile(again = false): Promise<void> {
  const id = accountStore.getSnapshot().me?.id ?? null;
  const { status } = profileStore.getSnapshot();
  if (!again && owner === id && status !== 'unknown') return;
  owner = id;
  profileStore.set({ ...NOTHING, status: 'loading' });
  try {
    const { profile } = await (await load()).loadProfile();
    if (owner === id) profileStore.set({ status: 'known', profile });
  } catch {
    if (owner === id) profileStore.set({ ...NOTHING, status: 'failed' });
  }
}

async function saveProfile(input: UserProfileInput): Promise<void> {
  const { profile } = await (await load()).saveProfile(input);
  profileStore.set({ status: 'known', profile });
}

/** The profile and what can be done about it. */
export interface Profile extends ProfileState {
  /** Replaces the profile. @throws the client's errors */
  readonly save: (profile: UserProfileInput) => Promise<void>;
  /** Asks the server anew. */
  readonly reload: () => void;
}

const reload = () => void loadProfile(true);

/**
 * Follows the reader's profile.
 * @param wanted false: the server is not asked (yet), e.g. because the reader is nobody it knows
 */
export function useProfile(wanted = true): Profile {
  const state = useSyncExternalStore(profileStore.subscribe, profileStore.getSnapshot, () => NOTHING);
  useEffect(() => {
    if (!wanted) return undefined;
    void loadProfile();
    // Somebody else's profile after signing in or out.
    return accountStore.subscribe(() => void loadProfile());
  }, [wanted]);
  return { ...state, save: saveProfile, reload };
}
