/** From the form of the background to the profile that is sent. */
import type { UserProfile } from '@lectern/contracts';
import { userProfileSchema } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { CODE_LANGUAGE_NAMES, goalsFault, LEVELS, OWNED, readBackground } from './account-background-values.ts';

const BEFORE: UserProfile = {
  software: 'beginner',
  hardware: 'advanced',
  robotics: 'none',
  owned: ['jetson'],
  codeLanguages: ['rust'],
  languages: ['ur', 'en'],
  goals: ['Build a rover'],
  interests: ['perception'],
};

function formOf(entries: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

test('the first step leaves what the second asks for as it was', () => {
  const form = formOf([
    ['software', 'intermediate'],
    ['hardware', 'none'],
    ['robotics', 'beginner'],
  ]);
  expect(readBackground(form, BEFORE)).toEqual({
    ...BEFORE,
    software: 'intermediate',
    hardware: 'none',
    robotics: 'beginner',
  });
});

test('the second step leaves levels and interests as they were, and what is ticked off is gone', () => {
  const form = formOf([
    ['owned', 'rtx'],
    ['owned', 'robot'],
    ['codeLanguages', 'cpp'],
    ['language', 'en'],
    ['goals', ' Walk \n\n Grasp '],
  ]);
  expect(readBackground(form, BEFORE)).toEqual({
    ...BEFORE,
    owned: ['rtx', 'robot'],
    codeLanguages: ['cpp'],
    languages: ['en'],
    goals: ['Walk', 'Grasp'],
  });
  expect(readBackground(formOf([['goals', '']]), BEFORE)).toMatchObject({ owned: [], codeLanguages: [], goals: [] });
});

test('a reader who tells nothing has a profile that the server takes', () => {
  const profile = readBackground(formOf([['goals', '']]), null);
  expect(userProfileSchema.safeParse(profile).success).toBe(true);
});

test('what the form offers is what the contract knows', () => {
  const owned = formOf(OWNED.map((value) => ['owned', value] as const));
  owned.append('goals', '');
  for (const value of Object.keys(CODE_LANGUAGE_NAMES)) owned.append('codeLanguages', value);
  for (const level of LEVELS) owned.set('software', level);
  const profile = readBackground(owned, null);
  expect(userProfileSchema.parse(profile)).toMatchObject({ owned: OWNED, software: 'advanced' });
  expect(profile.codeLanguages).toHaveLength(Object.keys(CODE_LANGUAGE_NAMES).length);
});

test('values that no field offers are left out', () => {
  const form = formOf([
    ['software', 'wizard'],
    ['owned', 'yacht'],
    ['codeLanguages', 'klingon'],
    ['goals', ''],
  ]);
  expect(readBackground(form, null)).toMatchObject({ software: 'none', owned: [], codeLanguages: [] });
});

test('too many goals, and one that is too long, are named before anything is sent', () => {
  expect(goalsFault('a\nb\nc\nd\ne')).toBeUndefined();
  expect(goalsFault('a\nb\nc\nd\ne\nf')).toContain('five');
  expect(goalsFault('x'.repeat(201))).toContain('200');
});
