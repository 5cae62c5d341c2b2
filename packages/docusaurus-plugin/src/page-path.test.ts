import { describe, expect, it } from 'vitest';
import { applyTrailingSlash, normalizePagePath } from './page-path.ts';

describe('normalizePagePath', () => {
  it.each([
    ['/', '/'],
    ['/docs/a/', '/docs/a'],
    ['/docs/a/index.html', '/docs/a'],
    ['/docs/a.html', '/docs/a'],
    ['/docs/%D8%A2', '/docs/آ'],
    ['/docs/%', '/docs/%'],
  ])('%s → %s', (path, expected) => {
    expect(normalizePagePath(path)).toBe(expected);
  });
});

describe('applyTrailingSlash', () => {
  it.each([
    ['/b/docs', true, '/b/docs/'],
    ['/b/docs/', false, '/b/docs'],
    ['/b/docs/', undefined, '/b/docs/'],
    ['/b/', false, '/b/'],
    ['/', false, '/'],
  ])('%s with %s → %s', (path, trailingSlash, expected) => {
    expect(applyTrailingSlash(path, '/b/', trailingSlash)).toBe(expected);
  });
});
