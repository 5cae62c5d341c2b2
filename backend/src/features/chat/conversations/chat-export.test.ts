import { randomUUID } from 'node:crypto';
import type { ChatMessage, ChatSessionDetail, Scope } from '@lectern/contracts';
import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { exportConversation } from './chat-export.ts';
import { exportDisposition, exportFileName } from './chat-export-name.ts';

const ASKED_AT = '2026-11-21T15:07:08.000Z';
const PUBLIC_URL = 'https://book.example';

const message = (fields: Partial<ChatMessage>): ChatMessage => ({
  id: randomUUID(),
  parentMessageId: null,
  role: 'user',
  text: '',
  createdAt: ASKED_AT,
  citations: [],
  ...fields,
});

const citation = {
  marker: 1,
  passageId: '1.a',
  chapterId: 'default/current/qos',
  chapterTitle: 'QoS',
  headingPath: ['QoS', 'Late *joiners*'],
  url: '/book/qos(2)#late-joiners',
  segmentId: 'a',
  quote: 'A late joiner misses the map.\nIts durability is volatile.',
  start: 0,
  end: 10,
};

const sessionOf = (messages: ChatMessage[], title = 'Maps'): ChatSessionDetail => ({
  id: randomUUID(),
  title,
  createdAt: ASKED_AT,
  updatedAt: ASKED_AT,
  messageCount: messages.length,
  messages,
});

const exportOf = (session: ChatSessionDetail, leafId?: string) =>
  exportConversation({ session, leafId, publicUrl: PUBLIC_URL });

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly depth?: number;
  readonly children?: readonly Node[];
}

/** Everything that a viewer which knows all of Markdown would make of a text. */
const nodesOf = (markdown: string): Node[] => {
  const nodes = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(nodes)];
  return nodes(unified().use(remarkParse).use(remarkGfm).parse(markdown));
};

describe('the export of a conversation', () => {
  it('holds questions, answers, quotes and links to the book, with dates', () => {
    const question = message({ text: 'Why does a late joiner miss the map?', scope: { type: 'chapter', id: 'qos' } });
    const answer = message({
      role: 'assistant',
      parentMessageId: question.id,
      text: '**QoS › Late joiners**\n\n> A late joiner misses the map. [1]\n\n```cpp\nauto a = b[1];\n```',
      citations: [citation],
      unsupported: [{ start: 0, end: 8 }],
    });
    expect(exportOf(sessionOf([question, answer])).text).toBe(`# Maps

*2026-11-21*

## Why does a late joiner miss the map?

*2026-11-21 15:07 UTC · about the chapter qos*

**QoS › Late joiners**

> A late joiner misses the map. [\\[1\\]](https://book.example/book/qos%282%29#late-joiners)

\`\`\`cpp
auto a = b[1];
\`\`\`

**No passage of the book supports:**

> \\*\\*QoS ›

**Sources**

1. [QoS › Late \\*joiners\\*](https://book.example/book/qos%282%29#late-joiners)

    > A late joiner misses the map.
    > Its durability is volatile.

`);
  });

  it('takes the branch of the last message, or the one that is named', () => {
    const first = message({ text: 'first' });
    const answer = message({ role: 'assistant', parentMessageId: first.id, text: 'one' });
    const old = message({ text: 'old', parentMessageId: answer.id });
    const edited = message({ text: 'edited', parentMessageId: answer.id });
    const session = sessionOf([first, answer, old, edited]);
    expect(exportOf(session).text).toMatch(/first\n[\s\S]*one\n[\s\S]*edited/);
    expect(exportOf(session).text).not.toContain('old');
    expect(exportOf(session, old.id).text).not.toContain('edited');
    expect(() => exportOf(session, randomUUID())).toThrow(expect.objectContaining({ code: 'MESSAGE_NOT_FOUND' }));
  });

  it('says which model wrote an answer', () => {
    const writer = { provider: 'my *own*', model: 'llama3.1:8b' };
    const { text } = exportOf(
      sessionOf([message({ role: 'assistant', text: 'Words. [1]', citations: [citation], writer })]),
    );
    expect(text).toContain('*Written by llama3.1:8b (my \\*own\\*).*');
  });

  it('shows what was selected, and that an answer was stopped', () => {
    const scope: Scope = {
      type: 'selection',
      chapterId: 'qos',
      sourceHash: 'h',
      segmentIds: ['a'],
      text: '1. durability\n<b>',
      only: true,
    };
    const question = message({ text: 'x'.repeat(130), scope });
    const answer = message({
      role: 'assistant',
      parentMessageId: question.id,
      text: '```js\nlet',
      finishReason: 'stopped',
    });
    const { text } = exportOf(sessionOf([question, answer]));
    expect(text).toContain(`## ${'x'.repeat(119)}…\n`);
    expect(text).toContain('> 1\\. durability\n> &lt;b\\>');
    expect(text).toContain('```js\nlet\n```\n\n*The answer was stopped here.*');
  });

  const LIVE = [
    '<img src=https://evil.example/x>',
    '![x](https://evil.example/x)',
    '[x](https://evil.example/x)',
    '[1](https://evil.example/x)',
    '[x][1]\n\n[1]: javascript:alert(1)',
    '<script>alert(1)</script>',
    '`\n` <img src=x> `',
    '``` `x`\n<img src=x>\n```',
    '- ```\n  a\n```\n<img src=x>\n```\n<img src=x>',
    '> ```\n<img src=x>',
    '~~~\n```\n~~~ x\n<img src=x>\n~~~\n<img src=x>',
    '\\<img src=x>',
    '\\\\<img src=x>',
    '&lt;img&gt; <!-- ',
    '    \n\t```\n<img src=x>',
    'https://evil.example/`<img src=x>`',
    'www.evil.example/\\<img src=x>',
    '# Title\n===\n---\n<style>*{display:none}</style>',
  ];

  const expectInert = (text: string): void => {
    const question = message({ text: text.replaceAll('\n', ' ') });
    const answer = message({ role: 'assistant', parentMessageId: question.id, text, citations: [citation] });
    const nodes = nodesOf(exportOf(sessionOf([question, answer], text.slice(0, 80))).text);
    const kinds = new Set(nodes.map(({ type }) => type));
    for (const kind of ['html', 'image', 'imageReference', 'linkReference', 'definition', 'table', 'thematicBreak']) {
      expect(kinds).not.toContain(kind);
    }
    expect(nodes.filter(({ type }) => type === 'heading').map(({ depth }) => depth)).toEqual([1, 2]);
    for (const { type, url } of nodes) {
      // A viewer may make links of bare addresses in the end; these show where they lead to.
      if (type === 'link') expect(url).toMatch(/^https?:\/\/(?:book\.example\/book|evil|www)/);
    }
  };

  it.each(LIVE)('shows %j as text in a viewer that renders everything', expectInert);

  it('has no way to make markup of any mixture of it', () => {
    const pieces = fc.constantFrom(
      ...LIVE,
      '`',
      '``',
      '```',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '    ',
      '\\',
      '[1]',
      '[',
      ']',
      '~~~',
      ' a ',
      '1. ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (list) => expectInert(list.join(''))),
      { numRuns: 1500, seed: 11 },
    );
  });
});

describe('the name of an exported file', () => {
  it.each([
    ['Maps', 'Maps 2026-11-21.md'],
    ['../../etc/passwd', 'etc passwd 2026-11-21.md'],
    ['a\u0000b\r\nSet-Cookie: x=1', 'a b Set-Cookie x=1 2026-11-21.md'],
    ['\u202Egnp.exe', 'gnp.exe 2026-11-21.md'],
    ['CON', 'CON 2026-11-21.md'],
    ['???', 'conversation 2026-11-21.md'],
    ['نقشہ کیوں؟', 'نقشہ کیوں؟ 2026-11-21.md'],
  ])('of %j is %j', (title, name) => {
    expect(exportFileName(title, ASKED_AT)).toBe(name);
  });

  it('travels in the header in ASCII and in full', () => {
    expect(exportDisposition('Café "maps" 2026-11-21.md')).toBe(
      `attachment; filename="Cafe _maps_ 2026-11-21.md"; filename*=UTF-8''Caf%C3%A9%20%22maps%22%202026-11-21.md`,
    );
    expect(exportDisposition(exportFileName('نقشہ', ASKED_AT))).toMatch(
      /^attachment; filename="conversation 2026-11-21\.md"; filename\*=UTF-8''%D9%86/,
    );
  });

  it('is a valid header whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (title) => {
        const name = exportFileName(title, ASKED_AT);
        expect(name).toMatch(/^[^\\/:*?"<>|\p{Cc}]+ 2026-11-21\.md$/u);
        expect(exportDisposition(name)).toMatch(/^attachment; filename="[ \w.,()+-]+"; filename\*=UTF-8''[\w.!~%-]+$/);
      }),
    );
  });
});
