/** What readers are told when a form could not be sent. */
import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '../../client/client-errors.ts';
import { ProofFailedError } from '../chat/chat-proof.ts';
import { failuresOf } from './account-failure.ts';

const SIGN_UP = new Set(['name', 'email', 'password']);
const of = (problem: ConstructorParameters<typeof ApiError>[0], fields = SIGN_UP) =>
  failuresOf(new ApiError(problem), fields);

test('a wrong sign-in does not say which of both is wrong', () => {
  const [failure, ...more] = of({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' });
  expect(more).toEqual([]);
  expect(failure?.field).toBeNull();
  expect(failure?.text).toMatch(/address and password/);
});

test('a fault stands beside the field of this form that it is about', () => {
  expect(of({ status: 400, code: 'PASSWORD_TOO_SHORT' })).toMatchObject([{ field: 'password' }]);
  const change = new Set(['currentPassword', 'newPassword']);
  expect(of({ status: 400, code: 'PASSWORD_TOO_SHORT' }, change)).toMatchObject([{ field: 'newPassword' }]);
  expect(of({ status: 400, code: 'INVALID_PASSWORD' }, change)).toMatchObject([{ field: 'currentPassword' }]);
  expect(of({ status: 403, code: 'PASSWORD_WRONG' }, new Set(['password']))).toMatchObject([{ field: 'password' }]);
});

test('fields that the server names are told in the page’s own words', () => {
  const errors = [
    { path: 'name', message: 'must be one line' },
    { path: 'password', message: 'is among the first that are tried' },
    { path: 'somethingElse', message: 'unknown' },
  ];
  const failures = of({ status: 400, code: 'VALIDATION_FAILED', detail: 'No.', errors });
  expect(failures.map(({ field }) => field)).toEqual(['name', 'password']);
  expect(failures[1]?.text).toMatch(/easy to guess/);
});

test('a fault of a field that the form does not have is told all the same', () => {
  const errors = [{ path: 'role', message: 'may not be set' }];
  expect(of({ status: 400, code: 'VALIDATION_FAILED', detail: 'The role may not be set.', errors })).toEqual([
    { field: null, text: 'The role may not be set.' },
  ]);
});

test('too many tries say how long to wait, in whole minutes', () => {
  const wait = (retryAfterSeconds: number) => of({ status: 429, code: 'RATE_LIMITED', retryAfterSeconds })[0]?.text;
  expect(wait(20)).toBe('Too many tries. Try again in 1 minute.');
  expect(wait(601)).toBe('Too many tries. Try again in 11 minutes.');
});

test('a failing server is told with the number of the request, a missing one without blame', () => {
  expect(of({ status: 500, code: 'INTERNAL', detail: 'x', requestId: 'req-7' })[0]?.text).toContain('req-7');
  expect(failuresOf(new NetworkError('gone', { midway: false }), SIGN_UP)[0]?.text).toContain('still here');
  expect(failuresOf(new ProofFailedError('insecure', 'x'), SIGN_UP)[0]?.text).toContain('https');
  expect(failuresOf(new TypeError('x'), SIGN_UP)).toHaveLength(1);
});
