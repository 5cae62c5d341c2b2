/** What the server says of a mail, read from its answer. */
import { expect, test } from 'vitest';
import { readMailFate } from './account-mail.ts';

const fateOf = (body: unknown) => readMailFate(Response.json(body));

test('a mail is on its way unless the server says otherwise', async () => {
  expect(await fateOf({ status: true, mail: { delivery: 'queued', url: null } })).toEqual({
    delivery: 'queued',
    link: null,
  });
  expect(await fateOf({ mail: { delivery: 'delayed', url: null } })).toMatchObject({ delivery: 'delayed' });
  expect(await fateOf({ mail: { delivery: 'unavailable', url: null } })).toMatchObject({ delivery: 'unavailable' });
  expect(await fateOf({ status: true })).toEqual({ delivery: 'queued', link: null });
  expect(await readMailFate(new Response('not JSON'))).toEqual({ delivery: 'queued', link: null });
});

test('in development there is the link itself', async () => {
  const link = 'http://127.0.0.1:8000/api/auth/verify-email?token=x';
  expect(await fateOf({ mail: { delivery: 'shown', url: link } })).toEqual({ delivery: 'queued', link });
});
