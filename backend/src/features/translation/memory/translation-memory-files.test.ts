import { formatMemoryEntry, MAX_MEMORY_LINE_CHARS, type MemoryEntry } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { type ReadEntry, readMemoryLines, type TextPieces } from './translation-memory-lines.ts';
import { readTmx } from './translation-tmx-read.ts';
import { writeTmx } from './translation-tmx-write.ts';

const PAIR = { source: 'en', target: 'ur' };
const entry: MemoryEntry = {
  hash: 'N'.repeat(43),
  hashVersion: 1,
  kind: 'paragraph',
  source: 'A <g1>node &amp; more</g1> runs <x2/>, 5 &lt; 6.',
  target: 'ایک <g1>node &amp; more</g1> <x2/> چلاتی ہے، 5 &lt; 6۔',
  status: 'reviewed',
  context: 'C'.repeat(43),
  engine: 'llm',
  model: 'small',
  promptVersion: '3',
  glossaryVersion: 'abc',
};
const plain: MemoryEntry = {
  hash: 'P'.repeat(43),
  hashVersion: 1,
  kind: 'heading',
  source: ' Cameras ',
  target: '“کیمرے”',
  status: 'machine',
  engine: 'authors',
};

const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
};
const entriesOf = (read: readonly ReadEntry[]) => read.map((each) => ('entry' in each ? each.entry : each));
async function* give(...entries: MemoryEntry[]) {
  yield* entries;
}
/** The bytes of a text in pieces of a few each, so that characters and lines are cut. */
const inPieces = (text: string, size = 3): TextPieces => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_none, at) =>
    bytes.subarray(at * size, at * size + size),
  );
};

describe('a memory file of JSON Lines', () => {
  it('is read however its bytes are cut, with Windows line ends and without a last one', async () => {
    const text = `\uFEFF${formatMemoryEntry(entry)}\r\n\n${formatMemoryEntry(plain)}`;
    expect(entriesOf(await all(readMemoryLines(inPieces(text))))).toEqual([entry, plain]);
  });

  it('with a broken line tells which, and gives the rest', async () => {
    const lines = [
      formatMemoryEntry(plain),
      '{"hash": "cut',
      JSON.stringify({ ...plain, status: 'perfect' }),
      formatMemoryEntry(entry),
    ];
    expect(await all(readMemoryLines([lines.join('\n')]))).toEqual([
      { line: 1, entry: plain },
      { line: 2, fault: 'is not JSON' },
      { line: 3, fault: expect.stringContaining('status') },
      { line: 4, entry },
    ]);
  });

  it('with a line without end does not fill the memory', async () => {
    const endless = 'x'.repeat(MAX_MEMORY_LINE_CHARS);
    const read = await all(readMemoryLines([endless, endless, endless, `\n${formatMemoryEntry(plain)}`]));
    expect(read).toEqual([
      { line: 1, fault: `is longer than ${MAX_MEMORY_LINE_CHARS} characters` },
      { line: 2, entry: plain },
    ]);
  });

  it('that is not UTF-8 is refused', async () => {
    await expect(all(readMemoryLines([Buffer.from([0xff, 0xfe, 0x00])]))).rejects.toThrow(TypeError);
  });
});

describe('a memory file of TMX', () => {
  it('brings back what was written, placeholders as inline elements', async () => {
    const text = (await all(writeTmx(PAIR, give(entry, plain), '1.0'))).join('');
    expect(text).toContain('<tmx version="1.4">');
    expect(text).toContain('srclang="en"');
    expect(text).toContain('<bpt i="1" x="1"/>node &amp; more<ept i="1"/> runs <ph x="2"/>');
    expect(entriesOf(await all(readTmx(inPieces(text, 7), PAIR)))).toEqual([entry, plain]);
  });

  it('of another tool is read with its own languages and order; what cannot be used is told by its line', async () => {
    const unit = (inner: string) =>
      `<tu tuid="1"><prop type="x-lectern-hash">${'Q'.repeat(43)}</prop><prop type="x-lectern-kind">paragraph</prop>\n${inner}</tu>`;
    const text = `<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en-US"/><body>
${unit('<tuv xml:lang="ur-PK"><seg>نوڈ &#x6CC;</seg></tuv><tuv xml:lang="fr"><seg>nœud</seg></tuv><tuv xml:lang="EN-us"><seg>Node</seg></tuv>')}
<tu><tuv xml:lang="en"><seg>No hash</seg></tuv><tuv xml:lang="ur"><seg>x</seg></tuv></tu>
${unit('<tuv xml:lang="en"><seg>A <hi>b</hi></seg></tuv><tuv xml:lang="ur"><seg>x</seg></tuv>')}
</body></tmx>`;
    expect(await all(readTmx([text], PAIR))).toEqual([
      {
        line: 4,
        entry: {
          hash: 'Q'.repeat(43),
          hashVersion: 1,
          kind: 'paragraph',
          source: 'Node',
          target: 'نوڈ ی',
          status: 'machine',
          engine: 'tmx',
        },
      },
      { line: 6, fault: expect.stringContaining('hash') },
      { line: 7, fault: 'has an inline element <hi>, which stands for nothing here' },
    ]);
  });

  it('cannot make the server expand entities, read files, or hold what has no end', async () => {
    const bomb =
      '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><tmx><body><tu><seg>&b;</seg></tu></body></tmx>';
    await expect(all(readTmx([bomb], PAIR))).rejects.toThrow('declares entities');
    const external =
      '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx><body><tu><seg>&x;</seg></tu></body></tmx>';
    await expect(all(readTmx([external], PAIR))).rejects.toThrow('declares entities');
    await expect(all(readTmx([`<tmx><tu>${'x'.repeat(300_000)}`], PAIR))).rejects.toThrow('too long');
    await expect(all(readTmx(['{"hash": 1}'], PAIR))).rejects.toThrow('is no TMX');
    const late = `<tmx><body><tu><seg>a</seg></tu><!DOCTYPE x [<!ENTITY y "z">]><tu><tuv xml:lang="en"><seg>&y;</seg></tuv></tu>`;
    expect((await all(readTmx([late], PAIR))).every((read) => 'fault' in read)).toBe(true);
  });

  it('that is cut off gives what is whole', async () => {
    const text = (await all(writeTmx(PAIR, give(entry, plain), '1.0'))).join('');
    const read = await all(readTmx([text.slice(0, text.lastIndexOf('</tuv>'))], PAIR));
    expect(entriesOf(read.slice(0, 1))).toEqual([entry]);
    expect(read[1]).toMatchObject({ fault: 'is cut off' });
  });
});
