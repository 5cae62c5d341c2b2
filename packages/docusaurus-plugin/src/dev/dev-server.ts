/** What `docusaurus start` serves beside the pages: the manifest from memory, and the API of a running server. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Book } from '@lectern/contracts';
import type { MemoryFile } from '../manifest/shipped-memory.ts';

/** The part of the development server's application that is used; Express' own shape. */
interface DevApplication {
  get(path: string, handler: (request: unknown, response: DevResponse) => void): void;
}

interface DevResponse {
  statusCode: number;
  setHeader(name: string, value: string): void;
  end(body: string | Buffer): void;
}

/** What the manifest route needs to know. */
export interface DevServerNeeds {
  /** Base URL of the site, with both slashes. */
  baseUrl: string;
  /** The manifest as of the last edit; `undefined` before the first load. */
  book: () => Book | undefined;
  /** The translation memories that the manifest lists. */
  memories: () => readonly MemoryFile[];
  /** Origin that answers `/api`. */
  apiTarget: string | undefined;
}

function sendBook(book: Book | undefined, response: DevResponse): void {
  response.statusCode = book === undefined ? 503 : 200;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(JSON.stringify(book ?? { error: 'The book is still being read' }));
}

function sendMemory(path: string, memories: readonly MemoryFile[], response: DevResponse): void {
  const file = memories.find((memory) => memory.path === path);
  response.statusCode = file === undefined ? 404 : 200;
  response.setHeader('content-type', 'application/jsonl; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(file?.bytes ?? '');
}

/** Configuration for the development server. */
export function devServerConfig({ baseUrl, book, memories, apiTarget }: DevServerNeeds): Record<string, unknown> {
  const proxy =
    apiTarget === undefined ? {} : { proxy: [{ context: ['/api', '/health'], target: apiTarget, ws: true }] };
  return {
    ...proxy,
    setupMiddlewares(_middlewares: unknown, server: { app?: DevApplication }): unknown[] {
      server.app?.get(`${baseUrl}lectern/book.json`, (_request, response) => sendBook(book(), response));
      for (const { path } of memories()) {
        server.app?.get(`${baseUrl}lectern/${path}`, (_request, response) => sendMemory(path, memories(), response));
      }
      // webpack-merge joins what this and Docusaurus' own function return: the list itself would come in twice.
      return [];
    },
  };
}

/** Writes the manifest for a server that reads it from a file; replaced as a whole, so that no reader sees half of it. */
export function writeDevBook(generatedFilesDir: string, book: Book): void {
  mkdirSync(generatedFilesDir, { recursive: true });
  const path = join(generatedFilesDir, 'lectern-book.json');
  writeFileSync(`${path}.next`, JSON.stringify(book));
  renameSync(`${path}.next`, path);
}
