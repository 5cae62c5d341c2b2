/** Bundles the client module with the fixture and serves it, the pages, and the API on one loopback address. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { sendAnswer, sendKept } from './fixture-answers.ts';
import { GLOBAL_DATA, PAGE_DATA, PAGE_STYLES, PAGES, renderPage } from './fixture-pages.ts';

/** A running fixture. */
export interface Fixture {
  readonly origin: string;
  /** Bodies of the questions asked so far. */
  readonly questions: unknown[];
  /** `METHOD /path` of each API request. */
  readonly requests: string[];
  /** Asset name → bytes, as bundled. */
  readonly assets: ReadonlyMap<string, string | Uint8Array>;
  close(): Promise<void>;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Modules that exist only inside a Docusaurus bundle. */
const VIRTUAL: Readonly<Record<string, unknown>> = {
  '@generated/globalData': GLOBAL_DATA,
  '@generated/lectern/default/pages.json': PAGE_DATA,
  '@generated/lectern/default/outline.json': { modules: [], chapters: [] },
  '@generated/lectern/default/glossary.json': [],
  // A site without KaTeX: formulas stay in characters.
  '@generated/lectern/default/formulas.js': null,
  '@generated/lectern/default/interface.js': {},
  '@generated/codeTranslations': {},
};

async function bundle(): Promise<Map<string, string | Uint8Array>> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: here('.'),
    resolve: {
      alias: { '@docusaurus/Translate': here('fixture-translate.ts') },
      conditions: ['lectern-source', 'module', 'browser'],
    },
    plugins: [
      {
        name: 'docusaurus-modules',
        enforce: 'pre',
        // Without the file's ending: vite would read it as a JSON file.
        resolveId: (id) => (id in VIRTUAL ? `\0${id.replace('.json', '')}` : null),
        load: (id) => {
          const data = Object.entries(VIRTUAL).find(([name]) => id === `\0${name.replace('.json', '')}`)?.[1];
          return data === undefined ? null : `export default ${JSON.stringify(data)}`;
        },
      },
    ],
    build: {
      write: false,
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: here('fixture-entry.ts'),
        output: { entryFileNames: 'assets/fixture.js', assetFileNames: 'assets/fixture[extname]' },
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((part) => ('output' in part ? part.output : []));
  return new Map(outputs.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]));
}

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}

function questionOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'question' in body ? String(body.question) : '';
}

/** Starts the fixture on a free loopback port. */
export async function startFixture(): Promise<Fixture> {
  const assets = await bundle();
  const infima = createRequire(import.meta.url).resolve('infima/dist/css/default/default.css');
  assets.set('/infima.css', await readFile(infima, 'utf8'));
  assets.set('/page.css', PAGE_STYLES);
  const questions: unknown[] = [];
  const requests: string[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const asset = assets.get(url.pathname);
    if (asset !== undefined) {
      response
        .writeHead(200, { 'content-type': TYPES[url.pathname.split('.').at(-1) ?? ''] ?? 'text/plain' })
        .end(asset);
    } else if (url.pathname.startsWith('/api/')) {
      requests.push(`${request.method} ${url.pathname}`);
      if (request.method === 'GET') {
        sendKept(response, url.pathname);
        return;
      }
      if (url.pathname !== '/api/v1/chat') {
        response.writeHead(204).end();
        return;
      }
      const body = await readBody(request);
      questions.push(body);
      sendAnswer(response, questionOf(body));
    } else if (url.pathname in PAGES) {
      const options = Object.fromEntries(url.searchParams);
      // As strict as the real site's: no style elements, no inline scripts; KaTeX needs style attributes.
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'self'; img-src 'self' data:; style-src-attr 'unsafe-inline'; style-src-elem 'self'",
      });
      response.end(renderPage(url.pathname, options));
    } else response.writeHead(404).end();
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fixture has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    questions,
    requests,
    assets,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
