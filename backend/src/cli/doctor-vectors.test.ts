import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { EnvironmentVariables } from '../config/settings.ts';
import { loadSettings } from '../config/settings.ts';
import { checkVectors } from './doctor-vectors.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A server that answers by path; what it has no answer for is 404. */
const serve = async (answers: Readonly<Record<string, unknown>>, status = 200): Promise<string> => {
  const answer: RequestListener = (request, response) => {
    const found = answers[request.url ?? ''];
    response.writeHead(found === undefined ? 404 : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? {}));
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};

const NAME = 'book_3_0123456789';
const qdrant = (over: Readonly<Record<string, unknown>> = {}) => ({
  '/': { version: '1.19.0' },
  '/collections': { result: { collections: [{ name: NAME }, { name: 'of somebody else' }] } },
  '/aliases': { result: { aliases: [{ alias_name: 'book', collection_name: NAME }] } },
  [`/collections/${NAME}`]: { result: { config: { params: { vectors: { dense: { size: 384 } } } } } },
  [`/collections/${NAME}/points/count`]: { result: { count: 1600 } },
  ...over,
});
const find = (environment: EnvironmentVariables) =>
  checkVectors(loadSettings({ QDRANT_COLLECTION: 'book', ...environment }, { root: '/srv/lectern' }));
const MODEL = { EMBEDDING_PROVIDER: 'compatible', EMBEDDING_BASE_URL: 'http://localhost:1/v1', EMBEDDING_MODEL: 'm' };

describe('doctor on the store of vectors', () => {
  it('says where questions are searched', async () => {
    expect(await find({})).toMatchObject({ state: 'ok', text: 'searched in this process' });
    const found = await find({ QDRANT_URL: await serve(qdrant()) });
    expect(found).toMatchObject({ state: 'ok', text: 'Qdrant 1.19.0 holds 1600 sections, vectors of 384 numbers' });
  });

  it.each<[string, Readonly<Record<string, unknown>>, number, EnvironmentVariables, string, string]>([
    ['a wrong key', qdrant(), 401, {}, 'does not take the key', 'QDRANT_API_KEY'],
    ['a server that is starting', qdrant(), 503, {}, 'is not ready', 'log'],
    ['another service', {}, 200, {}, 'does not have', 'REST address'],
    ['a version that is too old', qdrant({ '/': { version: '1.9.7' } }), 200, {}, '1.9.7 is too old', '1.10.0'],
    ['an alias that is missing', qdrant({ '/aliases': { result: { aliases: [] } } }), 200, {}, 'alias book', 'restart'],
    [
      'no collection at all',
      qdrant({ '/aliases': { result: { aliases: [] } }, '/collections': { result: { collections: [] } } }),
      200,
      {},
      'no collection book',
      'ingest',
    ],
    [
      'vectors of another length',
      qdrant(),
      200,
      { ...MODEL, EMBEDDING_DIMENSIONS: '768' },
      '384 numbers, EMBEDDING_DIMENSIONS is 768',
      'lectern ingest',
    ],
  ])('names %s, and the mend', async (_what, answers, status, environment, text, mend) => {
    const found = await find({ QDRANT_URL: await serve(answers, status), ...environment });
    expect(found).toMatchObject({ state: 'warning', text: expect.stringContaining(text) });
    expect(found.mend).toContain(mend);
  });

  it('names a server that is not there', async () => {
    const url = await serve(qdrant());
    servers[0]?.close();
    servers[0]?.closeAllConnections();
    servers.length = 0;
    const found = await find({ QDRANT_URL: url, QDRANT_API_KEY: 'a very secret key' });
    expect(found).toMatchObject({ state: 'warning', mend: expect.stringContaining('QDRANT_URL') });
    expect(JSON.stringify(found)).not.toContain('secret key');
  });

  it('says that pgvector has nothing to keep without a model', async () => {
    const environment = { VECTOR_STORE: 'pgvector', DATABASE_URL: 'postgres://h/d' };
    expect(await find(environment)).toMatchObject({
      state: 'warning',
      mend: expect.stringContaining('EMBEDDING_PROVIDER'),
    });
    expect(await find({ ...environment, ...MODEL })).toMatchObject({ state: 'ok' });
  });
});
