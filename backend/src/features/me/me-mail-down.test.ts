import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openJobs, openTestOutbox } from '../../providers/email/email-outbox.fixture.ts';
import { startSmtpServer } from '../../providers/email/smtp-server.fixture.ts';
import { createProofGate } from '../../usage/proof-gate.ts';
import { createAuth } from '../auth/index.ts';
import { openMeTests } from './me.fixture.ts';

let tests: Awaited<ReturnType<typeof openMeTests>>;
beforeAll(async () => {
  tests = await openMeTests();
});
afterAll(() => tests.close());

it('while the mail server is away an account is made, the answer says that its mail comes later, and it does', async () => {
  const { database } = tests;
  const jobs = await openJobs(database);
  const away = await startSmtpServer({ plain: true });
  const { port } = away;
  await away.close();
  const { outbox, pass, settled, rows } = openTestOutbox({ database, jobs, smtp: { port } });
  await outbox.start();
  await outbox.sweep();
  const app = await tests.startMe({
    deps: (deps) => {
      const { settings, keys, logger, rateCounter: counter } = deps;
      const proofGate = createProofGate({ key: keys.proofs, counter, afterPerMinute: 0, difficulty: 1000 });
      const more = { mail: outbox, counter, proofGate, owned: [], canSignUp: true, wait: async () => undefined };
      return { ...deps, auth: createAuth({ db: database.db, settings, keys, logger, ...more }) };
    },
  });
  const signUp = { email: 'ada@reader.example', name: 'Ada', password: 'a long sentence is fine' };
  const answer = await app.reader().post('/api/auth/sign-up/email', signUp);
  expect([answer.statusCode, answer.json().mail]).toEqual([200, { delivery: 'delayed', url: null }]);
  expect(await database.sql`select email from "user"`).toEqual([{ email: signUp.email }]);
  await settled();
  expect(await rows()).toMatchObject([{ kind: 'verify', attempts: 1, fault: 'unreachable' }]);

  const server = await startSmtpServer({ port, plain: true });
  pass(15_000);
  await outbox.sweep();
  await vi.waitFor(() => expect(server.arrived).toHaveLength(1), { timeout: 10_000, interval: 20 });
  const [mail] = server.arrived;
  expect(mail?.to).toEqual([signUp.email]);
  const link = /https?:\/\/\S+verify-email\S+/.exec(mail?.parsed.text ?? '')?.[0] ?? '';
  const reader = app.reader();
  const { pathname, search } = new URL(link);
  await reader.get(pathname + search);
  expect((await reader.signIn(signUp.email)).statusCode).toBe(200);
  await settled();
  expect(await rows()).toEqual([]);
  await server.close();
  await jobs.stop();
});
