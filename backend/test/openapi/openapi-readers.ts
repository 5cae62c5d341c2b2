/** Makes the readers in whose name the routes are asked: by real sign-ups, over HTTP. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { runLectern, type ServerPlace } from '../faults/server-process.ts';

const signUpAnswer = z.object({ mail: z.object({ url: z.url() }) });
const anonymousAnswer = z.object({ token: z.string() });

const post = async (url: string, body: object): Promise<Response> => {
  // As a page of the site would: signing in is for pages.
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
};

/** The bearer of an anonymous reader. */
export async function anonymousBearer(origin: string): Promise<string> {
  const response = await post(`${origin}/api/v1/identity/anonymous`, {});
  return anonymousAnswer.parse(await response.json()).token;
}

/** The bearer of a new account with a verified address and a role. */
export async function accountBearer(origin: string, place: ServerPlace, role: 'reader' | 'admin'): Promise<string> {
  const email = `${role}-${randomBytes(4).toString('hex')}@reader.example`;
  const password = randomBytes(16).toString('base64url');
  const signedUp = await post(`${origin}/api/auth/sign-up/email`, { email, password, name: role });
  const { mail } = signUpAnswer.parse(await signedUp.json());
  // The link is of PUBLIC_URL; the server listens at its own port.
  const link = new URL(mail.url);
  await fetch(`${origin}${link.pathname}${link.search}`, { redirect: 'manual' });
  if (role === 'admin') {
    const { code, output } = await runLectern(['admin', 'grant', email], place);
    if (code !== 0) throw new Error(`the role could not be given: ${output}`);
  }
  const signedIn = await post(`${origin}/api/auth/sign-in/email`, { email, password });
  const token = signedIn.headers.get('set-auth-token');
  if (token === null) throw new Error('signing in gave no bearer');
  return token;
}
