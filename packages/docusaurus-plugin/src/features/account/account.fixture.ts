/** A browser’s window as far as accounts use it, and a server that answers what a test says. For tests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { MeResponse } from '@lectern/contracts';
import { vi } from 'vitest';
import type { LecternGlobalData } from '../../global-data.ts';

/** Storage that forgets with the test. */
function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => Array.from(kept.keys())[index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

/** The window that stands in. */
export interface FakeWindow {
  readonly localStorage: Storage;
  readonly sessionStorage: Storage;
  /** Tells the page what another tab has written. */
  storageChanged(key: string | null): void;
}

/** Puts a window in place, of a page at an origin. */
export function fakeWindow(origin: string): FakeWindow {
  const events = new EventTarget();
  const fake = {
    localStorage: memoryStorage(),
    sessionStorage: memoryStorage(),
    location: new URL('/book/intro', origin),
    addEventListener: events.addEventListener.bind(events),
  };
  vi.stubGlobal('window', fake);
  return {
    localStorage: fake.localStorage,
    sessionStorage: fake.sessionStorage,
    storageChanged: (key) => void events.dispatchEvent(Object.assign(new Event('storage'), { key })),
  };
}

/** A running server. */
export interface FakeServer {
  readonly origin: string;
  /** `METHOD /path` of each request, with its bearer. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts a server. */
export async function fakeServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FakeServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push([`${request.method} ${request.url}`, request.headers.authorization].filter(Boolean).join(' '));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A site whose server stands at an origin. */
export function siteWithApiAt(origin: string): LecternGlobalData {
  return {
    api: { origin, basePath: '/api/v1' },
    baseUrl: '/',
    locale: 'en',
    defaultLocale: 'en',
    book: { title: 'Book', name: '', tone: '', greeting: '', refusal: '', suggestedQuestions: [] },
    modules: [],
    features: {
      chat: true,
      search: true,
      selection: true,
      quiz: true,
      learning: true,
      translation: true,
      glossary: true,
      accounts: true,
    },
  };
}

/** Sends JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** What the server says of a reader. */
export function meOf(fields: Partial<MeResponse> = {}): MeResponse {
  return {
    kind: 'account',
    id: '3950bd3d-030f-47e9-a26d-98b288d3419f',
    name: 'Ada',
    email: 'ada@example.org',
    emailVerified: true,
    role: 'reader',
    hasPassword: true,
    signedInAt: '2026-11-21T18:00:00.000Z',
    methods: { password: true, signUp: true, google: false, github: false, oidc: null, passkey: true },
    ...fields,
  };
}
