import { describe, expect, it } from 'vitest';
import { fromGoogleHtml, keptTerms, toGoogleHtml } from './google-markup.ts';
import { fromModelText, toModelText } from './model-markup.ts';

const segment = {
  text: 'Run <x1/> in <g2>a <g3>new</g3> terminal</g2> if 5 &lt; 6.',
  readings: new Map([['x1', 'ls -l']]),
};
const HTML = toGoogleHtml(segment, null);

describe('placeholders for Google', () => {
  it('come back as they went', () => {
    expect(fromGoogleHtml(HTML, segment)).toBe(segment.text);
  });

  it.each([
    ['capitals and other quotes', HTML.replace('<span translate="no" id="x1">', "<SPAN id='x1' translate='no'>")],
    ['blanks in tags', HTML.replaceAll('</a>', '</ a >').replace('<span ', '< span ')],
    ['no quotes', HTML.replace('id="x1"', 'id=x1')],
    ['a translated reading', HTML.replace('ls -l', 'ایل ایس')],
    ['an emptied element', HTML.replace('ls -l', '')],
  ])('survive %s', (_what, html) => {
    expect(fromGoogleHtml(html, segment)).toBe(segment.text);
  });

  it('give back words that were pulled in', () => {
    expect(fromGoogleHtml(HTML.replace('ls -l', 'ls -l now'), segment)).toContain('<x1/> now');
    expect(fromGoogleHtml(HTML.replace('ls -l', 'ls -lah'), segment)).toContain('<x1/> in');
  });

  it('leave what is not certain for the validator to find', () => {
    expect(fromGoogleHtml('<b>text</b>', segment)).toBe('<b>text</b>');
    expect(fromGoogleHtml('</a>text', segment)).toBe('</a>text');
    expect(fromGoogleHtml('<span id="x9">y</span>', segment)).toContain('<span id="x9">');
    expect(fromGoogleHtml('<a id="g2">text', segment)).toBe('<g2>text');
  });

  it('shows something at a place without a reading, and little of a long one', () => {
    const bare = { text: '<x1/>', readings: new Map() };
    expect(toGoogleHtml(bare, null)).toContain('>x1</span>');
    expect(fromGoogleHtml(toGoogleHtml(bare, null), bare)).toBe('<x1/>');
    const long = { text: '<x1/>', readings: new Map([['x1', '<'.repeat(500)]]) };
    expect(toGoogleHtml(long, null).length).toBeLessThan(300);
    expect(fromGoogleHtml(toGoogleHtml(long, null), long)).toBe('<x1/>');
  });

  it('marks the longest term at a place, whole words only', () => {
    const terms = keptTerms([
      { term: 'ROS', policy: 'keep' },
      { term: 'ROS 2', policy: 'keep' },
      { term: 'C++', policy: 'keep' },
      { term: 'vision-language (VLA)', policy: 'keep' },
      { term: 'node', policy: 'translate' },
    ]);
    const text = { text: 'ROS 2 and ROSbag, C++ and nodes, vision-language (VLA)', readings: new Map() };
    expect(toGoogleHtml(text, terms)).toBe(
      '<span translate="no">ROS 2</span> and ROSbag, <span translate="no">C++</span> and nodes, <span translate="no">vision-language (VLA)</span>',
    );
  });
});

describe('placeholders for a model', () => {
  it('come back as they went, with or without their contents', () => {
    expect(toModelText(segment)).toContain('<x1>ls -l</x1>');
    for (const text of [toModelText(segment), segment.text, segment.text.replace('<x1/>', '<x1></x1>')]) {
      expect(fromModelText(text, segment)).toBe(segment.text);
    }
  });

  it('escape what the model unescaped, and leave tags of its own for the validator', () => {
    expect(fromModelText(segment.text.replace('&lt;', '<'), segment)).toBe(segment.text);
    expect(fromModelText('<b>x</b>', segment)).toBe('<b>x</b>');
    const written = { text: 'Write &lt;name&gt; here.', readings: new Map() };
    expect(fromModelText('<name> لکھیں', written)).toBe('&lt;name&gt; لکھیں');
  });

  it('come back out of a code fence', () => {
    expect(fromModelText(`\`\`\`\n${segment.text}\n\`\`\``, segment)).toBe(segment.text);
  });
});
