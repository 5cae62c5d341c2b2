/** The built book on an origin of its own, told that its server stands elsewhere: as on GitHub Pages. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const SITE = 'docusaurus/build';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** A running site. */
export interface StaticSite {
  readonly origin: string;
  close(): Promise<void>;
}

/** What the plugin's option `api.origin` would have written into the site's script. */
function pointTo(script: string, apiOrigin: string): string {
  return script.replace(
    /(\\?"api\\?":\{\\?"origin\\?":\\?")(\\?")/,
    (_all, before: string, end: string) => before + apiOrigin + end,
  );
}

/** Starts it. @param apiOrigin asked for when a page is loaded: the server needs to know this site's origin first */
export async function startStaticSite(apiOrigin: () => string): Promise<StaticSite> {
  let pointed = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const path = normalize(extname(pathname) === '' ? join(pathname, 'index.html') : pathname);
    readFile(join(SITE, path)).then(
      (content) => {
        const type = TYPES[extname(path)] ?? 'application/octet-stream';
        let body: Buffer | string = content;
        if (type === 'text/javascript') {
          const script = content.toString('utf8');
          body = pointTo(script, apiOrigin());
          if (body !== script) pointed += 1;
        }
        response.writeHead(200, { 'content-type': type }).end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      if (pointed === 0) throw new Error('no script of the site names its server: the test has tested nothing');
    },
  };
}
