import { userProfileSchema } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../../db/transaction.ts';
import { openMeTests } from './me.fixture.ts';
import { createProfileOwnedData, createProfileRepository } from './me-profile.repository.ts';

const URL = '/api/v1/me/profile';
const EMPTY = {
  software: 'none',
  hardware: 'none',
  robotics: 'none',
  owned: [],
  codeLanguages: [],
  languages: [],
  goals: [],
  interests: [],
};
const WHOLE = {
  software: 'advanced',
  hardware: 'beginner',
  robotics: 'intermediate',
  owned: ['laptop', 'jetson'],
  codeLanguages: ['python', 'cpp'],
  languages: ['ur', 'en', 'zh-Hans', 'pt-BR', 'sr-Latn-RS', 'es-419'].slice(0, 5),
  goals: ['Build a walking robot 🤖'],
  interests: ['perception'],
};

let tests: Awaited<ReturnType<typeof openMeTests>>;
beforeAll(async () => {
  tests = await openMeTests();
});
afterEach(async () => {
  await tests.reset();
  await tests.database.sql`delete from profile`;
});
afterAll(() => tests.close());

describe('a profile', () => {
  it('is nothing before it is told, and asking for it leaves no cookie', async () => {
    const reader = (await tests.startMe()).reader();
    expect((await reader.get(URL)).json()).toEqual({ profile: null, updatedAt: null });
    expect(reader.cookies.size).toBe(0);
  });

  it('of an anonymous reader is kept under the cookie that telling it sets', async () => {
    const app = await tests.startMe();
    const [reader, other] = [app.reader(), app.reader()];
    const told = await reader.send('PUT', URL, WHOLE);
    expect(told.statusCode).toBe(200);
    expect(told.json()).toEqual({ profile: WHOLE, updatedAt: expect.any(String) });
    expect((await reader.get(URL)).json()).toEqual(told.json());
    expect((await other.get(URL)).json().profile).toBeNull();
  });

  it('is replaced as a whole; what is left out counts as not told', async () => {
    const reader = (await tests.startMe()).reader();
    await reader.send('PUT', URL, WHOLE);
    expect((await reader.send('PUT', URL, {})).json().profile).toEqual(EMPTY);
    expect((await reader.get(URL)).json().profile).toEqual(EMPTY);
  });

  it('is kept without repeats and blanks around texts, in one form of Unicode', async () => {
    const reader = (await tests.startMe()).reader();
    const told = {
      owned: ['laptop', 'laptop'],
      codeLanguages: ['c', 'cpp', 'c'],
      languages: ['en', 'ur', 'en'],
      goals: [' Walk ', 'Walk', 'Cafe\u0301', '\ud800 half'],
    };
    expect((await reader.send('PUT', URL, told)).json().profile).toEqual({
      ...EMPTY,
      owned: ['laptop'],
      codeLanguages: ['c', 'cpp'],
      languages: ['en', 'ur'],
      goals: ['Walk', 'Caf\u00e9', '\ufffd half'],
    });
  });

  it.each([
    [{ software: 'wizard' }, 'software'],
    [{ hardware: null }, 'hardware'],
    [{ robotics: 3 }, 'robotics'],
    [{ owned: ['laptop', 'toaster'] }, 'owned.1'],
    [{ owned: 'laptop' }, 'owned'],
    [{ codeLanguages: ['klingon'] }, 'codeLanguages.0'],
    [{ languages: ['english'] }, 'languages.0'],
    [{ languages: ['en', 'EN-us'] }, 'languages.1'],
    [{ languages: ['en', 'ur', 'de', 'fr', 'es', 'it'] }, 'languages'],
    [{ goals: ['x'.repeat(201)] }, 'goals.0'],
    [{ goals: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'goals'],
    [{ goals: [''] }, 'goals.0'],
    [{ goals: ['   '] }, 'goals.0'],
    [{ interests: ['a\u0000b'] }, 'interests.0'],
    [{ interests: ['two\nlines'] }, 'interests.0'],
    [{ role: 'admin' }, 'role'],
    [{ ownerId: '7f1c1b9e-5a3e-4c56-9a52-0d3f6a6f1c11' }, 'ownerId'],
  ])('like %j is refused with the field, and changes nothing', async (told, path) => {
    const reader = (await tests.startMe()).reader();
    const answer = await reader.send('PUT', URL, told);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: expect.arrayContaining([expect.objectContaining({ path })]),
    });
    expect((await reader.get(URL)).json().profile).toBeNull();
  });

  it('that an older version stored with unknown values counts as not told', async () => {
    const ownerId = '7f1c1b9e-5a3e-4c56-9a52-0d3f6a6f1c11';
    await tests.database.sql`insert into profile values (${ownerId}, '{"software": "guru"}', now())`;
    expect(await createProfileRepository(tests.database.db).find(ownerId)).toEqual({ profile: null, updatedAt: null });
  });
});

describe('taking over', () => {
  const [FROM, TO] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;
  const move = () =>
    transaction(tests.database.db, (tx) => createProfileOwnedData(tests.database.db).move(tx, FROM, TO));
  const told = (goal: string) => userProfileSchema.parse({ ...WHOLE, goals: [goal] });
  const goalOf = async (id: string) => {
    const { profile } = await createProfileRepository(tests.database.db).find(id);
    return profile?.goals[0];
  };

  it('gives the account the profile, once', async () => {
    const { save } = createProfileRepository(tests.database.db);
    await save(FROM, told('walk'), new Date(1000));
    await move();
    await move();
    expect([await goalOf(FROM), await goalOf(TO)]).toEqual([undefined, 'walk']);
  });

  it.each([
    [1000, 2000, 'account'],
    [2000, 1000, 'anonymous'],
  ])('keeps the later of two (%d, %d)', async (anonymousAt, accountAt, kept) => {
    const { save } = createProfileRepository(tests.database.db);
    await save(FROM, told('anonymous'), new Date(anonymousAt));
    await save(TO, told('account'), new Date(accountAt));
    await move();
    expect([await goalOf(FROM), await goalOf(TO)]).toEqual([undefined, kept]);
  });
});
