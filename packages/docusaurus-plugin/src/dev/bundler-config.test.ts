import { describe, expect, it, vi } from 'vitest';
import { remarkSegments } from '../remark/remark-segments.ts';
import { codeVersion, countMarkedRules, versionedCache } from './bundler-config.ts';
import { devServerConfig } from './dev-server.ts';

const LOADER = '/site/node_modules/@docusaurus/mdx-loader/lib/index.js';
const use = (plugins?: unknown[]) => ({ loader: LOADER, options: { beforeDefaultRemarkPlugins: plugins } });

describe('countMarkedRules', () => {
  it('finds the Markdown loader in every form of a rule', () => {
    expect(
      countMarkedRules([
        { use: [use([remarkSegments])] },
        { use: use([[remarkSegments, {}]]) },
        { oneOf: [{ use: [{ loader: 'other' }, use()] }] },
        { rules: [{ ...use([() => {}]) }] },
        { use: ['string-loader'] },
        null,
      ]),
    ).toEqual({ total: 4, marked: 2 });
  });
});

describe('versionedCache', () => {
  it('adds our code to the version of either bundler’s cache', () => {
    const rspack = Object.assign({}, { experiments: { cache: { type: 'persistent', version: 'a' } } });
    expect(versionedCache(rspack, 'v')).toEqual({ experiments: { cache: { version: 'a-lectern-v' } } });
    expect(versionedCache({ cache: { type: 'filesystem', version: 'a' } }, 'v')).toEqual({
      cache: { type: 'filesystem', version: 'a-lectern-v' },
    });
    expect(versionedCache({}, 'v')).toEqual({});
  });
});

describe('codeVersion', () => {
  it('changes with the options and with nothing else', () => {
    expect(codeVersion({ a: 1 })).toBe(codeVersion({ a: 1 }));
    expect(codeVersion({ a: 1 })).not.toBe(codeVersion({ a: 2 }));
  });
});

describe('devServerConfig', () => {
  it('serves the manifest of the last edit, and adds no middleware twice', () => {
    const routes = new Map<string, (request: unknown, response: unknown) => void>();
    const config = devServerConfig({ baseUrl: '/b/', book: () => undefined, memories: () => [], apiTarget: undefined });
    const setup = config['setupMiddlewares'];
    expect(typeof setup).toBe('function');
    if (typeof setup !== 'function') return;
    const app = { get: (path: string, handler: () => void) => void routes.set(path, handler) };
    expect(setup(['their own'], { app })).toEqual([]);
    const response = { statusCode: 0, setHeader: vi.fn(), end: vi.fn() };
    routes.get('/b/lectern/book.json')?.({}, response);
    expect(response.statusCode).toBe(503);
    expect(response.setHeader).toHaveBeenCalledWith('cache-control', 'no-store');
  });

  it('passes the API on only where a site says where to', () => {
    const needs = { baseUrl: '/', book: () => undefined, memories: () => [] };
    expect(devServerConfig({ ...needs, apiTarget: undefined })).not.toHaveProperty('proxy');
    expect(devServerConfig({ ...needs, apiTarget: 'http://localhost:8000' })['proxy']).toMatchObject([
      { context: ['/api', '/health'], target: 'http://localhost:8000' },
    ]);
  });
});
