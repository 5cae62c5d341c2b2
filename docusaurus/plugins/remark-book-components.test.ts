import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compile } from '@mdx-js/mdx';
import { VFile } from 'vfile';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remarkBookComponents } from './remark-book-components.ts';

let folder: string;
const TERM = {
  definition: 'Rules.',
  anchor: 'quality-of-service',
  aliases: ['quality of service', 'QoS profile'],
  urdu: 'سروس کا معیار',
  chapter: 'nodes-topics-qos',
};
const glossary = {
  find: (name: string) => (name === 'QoS' ? TERM : undefined),
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chapter-'));
  for (const name of ['loop.svg', 'loop.dark.svg']) {
    writeFileSync(path.join(folder, name), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200"></svg>');
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function compiled(text: string): Promise<{ code: string; messages: string[] }> {
  const file = new VFile({ path: path.join(folder, 'chapter.mdx'), value: text });
  const result = await compile(file, { remarkPlugins: [[remarkBookComponents, { glossary }]] });
  return { code: String(result), messages: result.messages.map((message) => message.reason) };
}

describe('remarkBookComponents', () => {
  it('bundles both pictures of a figure and gives them their size', async () => {
    const { code } = await compiled('<Figure src="./loop.svg" alt="A loop" />');
    expect(code).toMatch(/src: require\("[^"]*!\.\/loop\.svg"\)\.default/);
    expect(code).toMatch(/darkSrc: require\("[^"]*!\.\/loop\.dark\.svg"\)\.default/);
    expect(code).toContain('width: "640"');
  });

  it('shows the drawing of a diagram’s source', async () => {
    const { code } = await compiled('<Diagram src="./loop.mmd" alt="A loop" />');
    expect(code).toMatch(/require\("[^"]*!\.\/loop\.svg"\)/);
  });

  it('fails with the place where a picture is missing', async () => {
    await expect(compiled('\n\n<Figure src="./gone.svg" alt="x" />')).rejects.toMatchObject({
      line: 3,
      reason: './gone.svg is not there; <Figure> needs it.',
    });
    await expect(compiled('<Figure src="/gone.svg" alt="x" />')).rejects.toThrow('starts with "./"');
  });

  it('gives a term its definition, and says which term is not there', async () => {
    const { code } = await compiled('Its <Term name="QoS">QoS</Term>.');
    expect(code).toContain('definition: "Rules."');
    const unknown = await compiled('A <Term name="radar">radar</Term>.');
    expect(unknown.messages).toEqual(['The glossary has no term “radar”.']);
  });

  it('gives the facts of a term their other names, the Urdu and the first use', async () => {
    const { code } = await compiled('<TermFacts name="QoS" />');
    expect(code).toContain('also: "quality of service, QoS profile"');
    expect(code).toContain('urdu: "سروس کا معیار"');
    expect(code).toContain('chapter: "nodes-topics-qos"');
  });
});
