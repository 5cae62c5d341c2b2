/** Manifests that cannot be used: as files, and behind an address. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Book } from '@lectern/contracts';

/** A manifest that must be refused. */
export interface BrokenManifest {
  readonly name: string;
  /** Path or address. */
  readonly location: string;
  /** What the operator must be told. */
  readonly reason: RegExp;
}

/** Sections of the absurd manifest. */
const ABSURD_SECTIONS = 100_000;

/** Writes one manifest for each fault into a directory. */
export async function writeBrokenManifests(directory: string, book: Book): Promise<BrokenManifest[]> {
  const text = JSON.stringify(book);
  const [chapter] = book.chapters;
  const [section, ...others] = chapter?.sections ?? [];
  if (chapter === undefined || section === undefined) throw new Error('The book has no chapter with a section.');
  const withChapter = (changed: typeof chapter) => ({ ...book, chapters: [changed, ...book.chapters.slice(1)] });
  const repeated = { ...section, segments: [...section.segments, ...section.segments.slice(0, 1)] };
  const absurd = Array.from({ length: ABSURD_SECTIONS }, (_, number) => ({
    ...section,
    id: `s${number}`,
    segments: [],
  }));
  const files: readonly (readonly [name: string, content: unknown, reason: RegExp])[] = [
    ['cut off', text.slice(0, text.length / 2), /not whole JSON \(cut off\?\)/],
    ['another schema version', { ...book, schemaVersion: 99 }, /schema version 99; this server reads 1/],
    ['another hash version', { ...book, hashVersion: 7 }, /hash version 7; this server reads 1/],
    ['duplicate chapter key', { ...book, chapters: [...book.chapters, chapter] }, /duplicate chapter key/],
    ['duplicate segment id', withChapter({ ...chapter, sections: [repeated, ...others] }), /duplicate segment id/],
    ['100,000 sections', withChapter({ ...chapter, sections: absurd }), /sections; the limit is 60000/],
    [
      'faults of the schema',
      { ...book, chapters: [{ ...chapter, title: 7 }] },
      /does not fit the schema: chapters\.0\.title/,
    ],
    ['not JSON', '<!doctype html><title>Not found</title>', /not whole JSON/],
    ['a list', [], /not a JSON object/],
    ['empty', '', /not whole JSON/],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /not UTF-8/],
  ];
  const cases: BrokenManifest[] = [];
  for (const [name, content, reason] of files) {
    const location = join(directory, `${name.replaceAll(/\W+/g, '-')}.json`);
    const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
    await writeFile(location, isRaw ? content : JSON.stringify(content));
    cases.push({ name, location, reason });
  }
  const folder = join(directory, 'folder.json');
  await mkdir(folder);
  cases.push({ name: 'a directory', location: folder, reason: /is a directory/ });
  cases.push({ name: 'missing', location: join(directory, 'nothing.json'), reason: /no manifest at/ });
  return cases;
}

/** A web server with bad manifests. */
export interface ManifestHost {
  /** Refused within a moment. */
  readonly quick: readonly BrokenManifest[];
  /** Refused at a limit of time or size: up to half a minute each. */
  readonly long: readonly BrokenManifest[];
  close(): Promise<void>;
}

const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');

/** Sends blanks until the reader goes away. */
function sendWithoutEnd(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const send = (): void => {
    while (!response.destroyed && response.write(MEGABYTE));
    if (!response.destroyed) response.once('drain', send);
  };
  send();
}

/** Serves manifests that fail as addresses do. */
export async function hostBrokenManifests(): Promise<ManifestHost> {
  const server = createServer((request, response) => {
    if (request.url === '/failing') response.writeHead(500).end('out of order');
    else if (request.url === '/elsewhere') response.writeHead(302, { location: '/failing' }).end();
    else if (request.url === '/broken-off')
      response.writeHead(200, { 'content-length': '1000' }).write('{"schema', () => response.destroy());
    else if (request.url === '/huge') sendWithoutEnd(response);
    else response.writeHead(200).write('{'); // Slow: nothing more will come.
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const at = (path: string) => `http://127.0.0.1:${port}/${path}`;
  return {
    quick: [
      { name: 'an address with 500', location: at('failing'), reason: /answered with status 500/ },
      { name: 'an address that redirects', location: at('elsewhere'), reason: /redirects to/ },
      { name: 'an address that breaks off', location: at('broken-off'), reason: /could not be read/ },
    ],
    long: [
      { name: 'an address that is slow', location: at('slow'), reason: /did not arrive within 30 s/ },
      { name: 'an address without an end', location: at('huge'), reason: /is larger than \d+ bytes/ },
    ],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
