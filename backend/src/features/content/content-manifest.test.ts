import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Book } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { manifestDirectory, smallBook } from './content.fixture.ts';
import { ManifestError, parseManifest, readManifest } from './content-manifest.ts';

const edited = (change: (book: Book) => void): string => {
  const book = smallBook();
  change(book);
  return JSON.stringify(book);
};

describe('parseManifest', () => {
  it('takes a whole one', () => {
    expect(parseManifest(JSON.stringify(smallBook())).chapters).toHaveLength(2);
  });

  it.each([
    ['one that is cut off', JSON.stringify(smallBook()).slice(0, -40), /not whole JSON/],
    ['what is no object', '[]', /not a JSON object/],
    [
      'another schema version',
      edited((book) => Object.assign(book, { schemaVersion: 2 })),
      /schema version 2.*reads 1/,
    ],
    ['another hash version', edited((book) => Object.assign(book, { hashVersion: 7 })), /hash version 7/],
    [
      'a chapter without a title',
      edited((book) => Object.assign(book.chapters[0] ?? {}, { title: 1 })),
      /chapters\.0\.title/,
    ],
    [
      'a chapter twice',
      edited((book) => book.chapters.push(...smallBook().chapters.slice(0, 1))),
      /duplicate chapter key default\/current\/sensors \(en\)/,
    ],
    [
      'a section twice',
      edited((book) => Object.assign(book.chapters[0]?.sections[1] ?? {}, { id: 'lidar' })),
      /duplicate section id "lidar"/,
    ],
    [
      'a segment twice',
      edited((book) => {
        const segments = book.chapters[0]?.sections[1]?.segments;
        const [first] = segments ?? [];
        if (first) segments?.push(first);
      }),
      /duplicate segment id/,
    ],
    ['a NUL character', edited((book) => Object.assign(book, { title: 'a\u0000b' })), /NUL/],
  ])('refuses %s and says why', (_name, text, reason) => {
    expect(() => parseManifest(text)).toThrow(ManifestError);
    expect(() => parseManifest(text)).toThrow(reason);
  });

  it('takes the same chapter in two locales', () => {
    const text = edited((book) => {
      const [chapter] = smallBook().chapters;
      if (chapter) book.chapters.push({ ...chapter, locale: 'ur' });
    });
    expect(parseManifest(text).chapters).toHaveLength(3);
  });

  it('takes a backslash in front of u0000, which is no NUL', () => {
    expect(parseManifest(edited((book) => Object.assign(book, { title: '\\u0000' }))).title).toBe('\\u0000');
  });

  it('refuses too many sections before it looks at any of them', () => {
    const sections = Array.from({ length: 60_001 }, () => 0);
    const text = JSON.stringify({ schemaVersion: 1, hashVersion: 1, chapters: [{ sections }] });
    expect(() => parseManifest(text)).toThrow(/60001 sections; the limit is 60000/);
  });
});

describe('readManifest', () => {
  let directory: Awaited<ReturnType<typeof manifestDirectory>>;
  let server: Server;
  let respond: RequestListener;
  let address: string;

  beforeAll(async () => {
    directory = await manifestDirectory();
    server = createServer((request, response) => respond(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/lectern/book.json`;
  });
  afterEach(() => {
    respond = (_request, response) => response.end('{}');
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await directory.remove();
  });

  it('reads a file and an address alike', async () => {
    const text = JSON.stringify(smallBook());
    const path = await directory.write(text);
    respond = (_request, response) => response.end(text);
    const file = await readManifest(path);
    expect(file.text).toBe(text);
    expect(await readManifest(address)).toEqual(file);
  });

  it.each([
    ['a file that is not there', '/nowhere/book.json', /There is no manifest at/],
    ['a directory', '/', /is a directory/],
  ])('refuses %s', async (_name, location, reason) => {
    await expect(readManifest(location)).rejects.toThrow(reason);
  });

  it('refuses what is too large, without reading on', async () => {
    respond = (_request, response) => {
      response.on('error', () => undefined);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    await expect(readManifest(address, { bytes: 1_000_000, timeoutMs: 10_000 })).rejects.toThrow(/larger than 1000000/);
  });

  it('refuses an address that does not answer in time', async () => {
    respond = () => undefined;
    await expect(readManifest(address, { bytes: 1000, timeoutMs: 50 })).rejects.toThrow(/did not arrive within 0.05 s/);
  });

  it('follows no redirect, and names where it leads', async () => {
    respond = (_request, response) => response.writeHead(302, { location: 'http://internal.example/' }).end();
    await expect(readManifest(address)).rejects.toThrow(/redirects to http:\/\/internal.example\//);
  });

  it('refuses an error page, and bytes that are no text', async () => {
    respond = (_request, response) => response.writeHead(500).end('oh');
    await expect(readManifest(address)).rejects.toThrow(/answered with status 500/);
    respond = (_request, response) => response.end(Buffer.from([0xff, 0xfe, 0x00]));
    await expect(readManifest(address)).rejects.toThrow(/not UTF-8/);
  });
});
