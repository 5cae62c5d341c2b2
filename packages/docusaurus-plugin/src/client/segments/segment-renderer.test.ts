/** What a block shows when a translation comes, whatever the translation is. */
import fc from 'fast-check';
import { createElement, Fragment, isValidElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { LecternSlot } from '../lectern-segment.tsx';
import { plainSegment, renderSegment } from './segment-renderer.ts';

const RUNS = { seed: 20_261_121, numRuns: 300 };

const html = (nodes: ReactNode) => renderToStaticMarkup(createElement(Fragment, null, nodes));
const show = (text: string, children: ReactNode) => {
  const nodes = renderSegment(text, children);
  return nodes === null ? null : html(createElement('p', null, ...nodes));
};

const code = createElement('code', { key: 'phx1' }, 'rclpy');
const link = createElement('a', { key: 'phg2', href: '/x' }, 'the ', createElement('em', { key: 'phg3' }, 'node'));
const CHILDREN = ['Use ', code, ' in ', link, '.'];

describe('a block with a translation', () => {
  it('shows the words of the translation around its own elements, in the order of the translation', () => {
    expect(show('<g2><g3>نوڈ</g3> میں</g2> <x1/> استعمال کریں۔', CHILDREN)).toBe(
      '<p><a href="/x"><em>نوڈ</em> میں</a> <code>rclpy</code> استعمال کریں۔</p>',
    );
  });

  it('keeps numbers and their units together where the text is read right to left, and nothing else', () => {
    const nodes = renderSegment(
      'دروازہ 1.5 m پر ہے، ROS 2 message میں <g1>0.1 rad/s</g1>، C++ اور 20 بار۔',
      createElement('b', { key: 'phg1' }, 'x'),
      true,
    );
    expect(html(nodes)).toBe(
      'دروازہ <bdi dir="ltr">1.5 m</bdi> پر ہے، ROS 2 message میں <b><bdi dir="ltr">0.1 rad/s</bdi></b>، <bdi dir="ltr">C++</bdi> اور 20 بار۔',
    );
  });

  it('gives each quantity a key of its own, so that none is left behind when the original comes back', () => {
    const nodes = renderSegment('1 m <x1/> 2 m', createElement('code', { key: 'phx1' }, 'a'), true) ?? [];
    const keys = nodes.flatMap((node) => (isValidElement(node) ? [node.key] : []));
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(3);
  });

  it('draws a formula’s unit behind it where the text is read right to left', () => {
    const formula = (key: string) =>
      createElement(LecternSlot, { key }, createElement('span', { className: 'katex' }, 'v'));
    const nodes = renderSegment('رفتار <x1/> m/s ہے، <x2/> کم', [formula('phx1'), formula('phx2')], true);
    expect(html(nodes)).toBe(
      'رفتار <span class="lectern-run-start"></span><span class="katex">v</span> m/s ہے، <span class="katex">v</span> کم',
    );
  });

  it.each([
    ['one is missing', '<x1/> <g2>نوڈ</g2>'],
    ['one comes twice', '<x1/> <x1/> <g2><g3>a</g3></g2>'],
    ['one is unknown', '<x1/> <g2><g3>a</g3></g2> <x9/>'],
    ['a pair is not closed', '<x1/> <g2><g3>a</g3>'],
    ['pairs cross', '<x1/> <g2><g3>a</g2></g3>'],
    ['a pair is empty', '<x1/> <g2><g3></g3></g2>'],
    ['a pair stands as an atom', '<x1/> <g2/> <g3>a</g3>'],
    ['it brings markup of its own', '<x1/> <g2><g3>a</g3></g2> <b>c</b>'],
    ['a closing comes first', '</g2><x1/><g2><g3>a</g3></g2>'],
  ])('stays as it is when %s', (_name, text) => {
    expect(renderSegment(text, CHILDREN)).toBeNull();
  });

  it('stays as it is when it holds an element that no placeholder stands for', () => {
    expect(renderSegment('x', ['a ', createElement('progress', null, 'half')])).toBeNull();
  });

  it('puts the words into what a wrapper holds where the wrapper says so, else in its place', () => {
    const asset = createElement(
      LecternSlot,
      { key: 'phg1', inner: '' },
      createElement('a', { href: '/f.zip' }, 'file'),
    );
    expect(show('<g1>فائل</g1>', asset)).toBe('<p><a href="/f.zip">فائل</a></p>');
    const fragment = createElement(LecternSlot, { key: 'phg1' }, 'file');
    expect(show('<g1>فائل</g1>', fragment)).toBe('<p>فائل</p>');
  });
});

/** A text with each placeholder of a tree once, and the tree's own children. */
interface Sample {
  readonly text: string;
  readonly node: ReactNode;
  readonly ids: readonly string[];
}

const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

/** Words, and elements: without children they are atoms. */
type Part = string | Part[];

function build(tree: readonly Part[], next: { id: number }): Sample[] {
  return tree.map((part) => {
    if (typeof part === 'string') return { text: escapeText(part), node: `original ${part}`, ids: [] };
    const id = next.id++;
    if (part.length === 0) {
      return { text: `<x${id}/>`, node: createElement('code', { key: `phx${id}`, id: `x${id}` }), ids: [`x${id}`] };
    }
    const inside = build(part, next);
    return {
      text: `<g${id}>${inside.map(({ text }) => text).join('')}</g${id}>`,
      node: createElement('a', { key: `phg${id}`, id: `g${id}` }, ...inside.map(({ node }) => node)),
      ids: [`g${id}`, ...inside.flatMap(({ ids }) => ids)],
    };
  });
}

const { tree } = fc.letrec<{ tree: Part[] }>((tie) => ({
  tree: fc.array(
    fc.oneof(
      { depthSize: 'small' },
      words,
      fc.constant([]).map((): Part => []),
      tie('tree'),
    ),
    { minLength: 1, maxLength: 5 },
  ),
}));

describe('any text', () => {
  it('with the placeholders of its block renders each original element exactly once', () => {
    fc.assert(
      fc.property(tree, (parts) => {
        const samples = build(parts, { id: 1 });
        const nodes = renderSegment(
          samples.map(({ text }) => text).join(''),
          samples.map(({ node }) => node),
        );
        const found = [...html(nodes ?? 'null').matchAll(/ id="([xg]\d+)"/g)].map(([, id]) => id);
        expect(found).toEqual(samples.flatMap(({ ids }) => ids));
      }),
      RUNS,
    );
  });

  it('is text: no element comes out that the block did not have', () => {
    const hostile = fc.constantFrom('<script>', '<img src=x onerror=alert(1)>', '&lt;b&gt;', '&#60;', '<x1>', '"', '>');
    fc.assert(
      fc.property(fc.array(fc.oneof(hostile, words)), (parts) => {
        const nodes = renderSegment(parts.join(''), 'words');
        expect(nodes === null ? '' : html(nodes)).not.toMatch(/<[a-z]/i);
      }),
      RUNS,
    );
  });

  it('that was escaped reads as before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(plainSegment(escapeText(text))).toBe(text);
      }),
      RUNS,
    );
  });
});
