import { expect, test } from 'vitest';
import { keepIsSelectors } from './keep-is-selectors.ts';

const PRESET = '/site/node_modules/postcss-preset-env/dist/index.cjs';

test('the preset leaves :is() alone, and keeps what it was told', () => {
  const other = { postcssPlugin: 'RtlCssPlugin' };
  const told = { stage: 2, features: { 'nesting-rules': true } };
  expect(keepIsSelectors({ ident: 'postcss', plugins: [[PRESET, told], other] })).toEqual({
    ident: 'postcss',
    plugins: [[PRESET, { stage: 2, features: { 'is-pseudo-class': false, 'nesting-rules': true } }], other],
  });
  expect(keepIsSelectors({ plugins: [[PRESET]] }).plugins).toEqual([
    [PRESET, { features: { 'is-pseudo-class': false } }],
  ]);
});

test('a site that wants it taken apart has its way', () => {
  const wish = [PRESET, { features: { 'is-pseudo-class': true } }];
  expect(keepIsSelectors({ plugins: [wish] }).plugins).toEqual([wish]);
});
