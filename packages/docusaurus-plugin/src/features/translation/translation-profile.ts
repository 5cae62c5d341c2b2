/** The reading language in the profile of a reader who has signed in. Loaded on use. */
import { accountStore } from '../account/account.store.ts';
import { loadProfile, saveProfile } from '../account/account-me.ts';
import { readingLanguage } from './languages.ts';

const isSignedIn = () => ['account', 'hinted'].includes(accountStore.getSnapshot().status);

/** The language that the profile names first; undefined without one. */
export async function profileLanguage(): Promise<string | undefined> {
  if (!isSignedIn()) return undefined;
  const [first] = (await loadProfile()).profile?.languages ?? [];
  return first === undefined ? undefined : readingLanguage(first)?.code;
}

/** Puts the chosen language first among those that the profile names. A reader who has told nothing is asked nothing. */
export async function tellProfile(code: string): Promise<void> {
  if (!isSignedIn()) return;
  const { profile } = await loadProfile();
  if (profile === null || readingLanguage(profile.languages[0] ?? '')?.code === code) return;
  const others = profile.languages.filter((tag) => readingLanguage(tag)?.code !== code);
  await saveProfile({ ...profile, languages: [code, ...others] });
}
