import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { foldVerified } from './chat-verify.fixture.ts';
import { createAnswerLexer } from './chat-verify-lexer.ts';

const PASSAGE = 'The documentation stands at https://docs.ros.org/en/jazzy and nowhere else.';

const shown = (text: string): string => {
  const lexer = createAnswerLexer({ isInPassages: (part) => PASSAGE.includes(part), sanitizes: true });
  return [...lexer.feed(text), ...lexer.end()]
    .map((unit) => (unit.kind === 'newline' ? '\n' : unit.kind === 'marker' ? `{${unit.numbers.join()}}` : unit.text))
    .join('');
};

/** Tags that a Markdown renderer makes of a text, when it lets everything through. */
const tagsOf = (text: string): string[] => {
  const dangerous = { allowDangerousHtml: true, allowDangerousProtocol: true };
  const html = [
    micromark(text, dangerous),
    micromark(text, { ...dangerous, extensions: [gfm()], htmlExtensions: [gfmHtml()] }),
  ];
  return html.flatMap((each) => [...each.matchAll(/<[a-z!?/][^\s>]*/giu)].map(([tag]) => tag.replace(/[</]/gu, '')));
};
const SAFE = /^(?:p|em|strong|code|pre|ul|ol|li|blockquote|hr|br|h[1-6]|table|thead|tbody|tr|th|td|del|input)$/u;

describe('the text of an answer', () => {
  it.each([
    ['a link', 'See [docs](https://evil.example/a) now', 'See docs now'],
    ['an image', 'x ![alt](https://evil.example/?q=1) y', 'x alt y'],
    ['a reference link', '[words][ref] here\n[ref]: https://evil.example', 'words here\n'],
    ['a definition of a marker', '[1]: https://evil.example', '{1} : …'],
    ['a linked marker', '[1](https://evil.example)', '{1} (…)'],
    ['HTML', 'a <img src=x onerror=f()> b <b>c</b>', 'a  b c'],
    ['a placeholder', 'Set <topic name> and x < 5', 'Set ‹topic name› and x < 5'],
    ['an autolink', 'at <https://evil.example> now', 'at  now'],
    ['an address', 'at https://evil.example/?q=1, and www.evil.example', 'at …, and …'],
    ['an address of a passage', 'at https://docs.ros.org/en/jazzy.', 'at `https://docs.ros.org/en/jazzy`.'],
    ['an address of a passage with more behind it', 'at https://docs.ros.org/en/jazzy?q=key now', 'at … now'],
    ['a key', 'the key sk-proj-abcdefghijklmnop123 is', 'the key … is'],
    ['hidden characters', 'a\u202eb\u200bc\u{e0041}d\ufe0f', 'abcd'],
    [
      'an address that hidden characters part',
      'at www\u200b.evil.example and ht\u2060tps://evil.example',
      'at … and …',
    ],
    ['a joiner where its script needs it', 'می\u200cشود', 'می\u200cشود'],
    ['a heading', '## Title\ntext', 'Title\ntext'],
    ['brackets', 'x[i] and [sic]', 'x\\[i\\] and \\[sic\\]'],
    ['an interval', 'in [0, 1] only', 'in \\[0, 1\\] only'],
    ['a formula', '$\\frac{a_1}{b}$ and $x$', '$\\frac{a_1}{b}$ and $x$'],
    ['a formula that is a link', '$[a](https://evil.example)$', '$a$'],
    ['code', '`a[1] <b>` and\n```py\nx = a[1]\n```\n', '`a[1] <b>` and\n```py\nx = a[1]\n```\n'],
    ['code that is not closed', '```\nx', '```\nx\n```'],
    ['a tick that is not closed', 'a ` b', 'a \\` b'],
  ])('keeps its words and loses what could do harm: %s', (_name, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('of any kind comes to no link, no image and no HTML in any renderer', async () => {
    const piece = fc.oneof(
      fc.constantFrom(...Array.from('[]()<>!`\\:/"\'# \n*_~$|&;^=-+.0123456789abcwhtps')),
      fc.constantFrom(
        '](',
        '![',
        '[1]',
        '[^1]:',
        'https://',
        'www.',
        'evil.example',
        '<a href=',
        '<!--',
        '-->',
        '```',
        '~~~',
        '    ',
      ),
      fc.constantFrom(
        'javascript:',
        'data:text/html,',
        '<script>',
        '</b>',
        '&lt;',
        '&#x5b;',
        '【1】',
        '\u200b',
        '\u202e',
        'x@y.zz',
        '\t',
        '> ',
        '- ',
        '1. ',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const { text } = await foldVerified(pieces);
        expect(tagsOf(text).filter((tag) => !SAFE.test(tag))).toEqual([]);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });
});
