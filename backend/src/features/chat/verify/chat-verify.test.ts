import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldVerified, SENSORS, sourcePassage } from './chat-verify.fixture.ts';
import { isGrounded } from './chat-verify-options.ts';

const GLASS = 'LiDAR does not see glass reliably';
const SHUTTER = 'A global shutter exposes all rows at the same moment';

describe('citations of a verified answer', () => {
  it('come before the text with their marker, each with the sentence that bears out', async () => {
    const { events, citations, text } = await foldVerified([`${GLASS} [1]. ${SHUTTER} [2].`]);
    expect(text).toBe(`${GLASS} [1]. ${SHUTTER} [2].`);
    expect(citations.map(({ quote, passageId }) => [passageId, quote])).toEqual([
      ['lidar', `${GLASS}.`],
      ['camera', `${SHUTTER}.`],
    ]);
    let said = '';
    for (const event of events) {
      if (event.event === 'citation') expect(said).not.toContain(`[${event.data.marker}]`);
      if (event.event === 'delta') said += event.data.text;
    }
  });

  it('have a number for each quote: two sentences of one passage get two', async () => {
    const { text, citations } = await foldVerified([
      `${GLASS} [1]. Rain, fog and dust return early echoes [1]. ${GLASS} [1].`,
    ]);
    expect(text.match(/\[\d\]/gu)).toEqual(['[1]', '[2]', '[1]']);
    expect(citations).toHaveLength(2);
  });

  it.each([
    ['[1, 2]', `${GLASS}[1, 2].`],
    ['[1][2]', `${GLASS} [1][2].`],
    ['[^1]', `${GLASS}[^1].`],
    ['【1】', `${GLASS}【1】.`],
    ['【1†source】', `${GLASS}【1†source】.`],
    ['behind the full stop', `${GLASS}. [1]`],
    ['[source 1]', `${GLASS} [source 1].`],
  ])('are found however the model writes them: %s', async (_name, answer) => {
    const { text, citations } = await foldVerified([answer]);
    expect(citations[0]?.quote).toBe(`${GLASS}.`);
    expect(text.match(/\[\d+\]/gu)?.[0]).toBe('[1]');
    expect(text).not.toMatch(/[【†^]/u);
  });

  it('of passages that are not there are dropped, with the blank before them', async () => {
    const { text, citations } = await foldVerified([`${GLASS} [9]. ${SHUTTER} [2][77].`]);
    expect(text).toBe(`${GLASS} [1]. ${SHUTTER} [2].`);
    expect(citations).toHaveLength(2);
  });

  it('are no markers inside of code', async () => {
    const { text } = await foldVerified(['Read `ranges[1]` here.\n\n```py\nx = ranges[2]\n```\n']);
    expect(text).toContain('`ranges[1]`');
    expect(text).toContain('x = ranges[2]');
  });

  it('are put right: a sentence of another passage than it cites gets the one that bears it out', async () => {
    const { text, citations, unsupported } = await foldVerified([`${SHUTTER} [1].`]);
    expect(citations.map(({ passageId }) => passageId)).toEqual(['camera']);
    expect(text).toBe(`${SHUTTER} [1].`);
    expect(unsupported).toEqual([]);
  });

  it('are added to a sentence that has none and stands in the book', async () => {
    const { text, citations } = await foldVerified([`${GLASS}. And so on.`]);
    expect(text).toMatch(/^LiDAR does not see glass reliably\. \[1\] And so on/u);
    expect(citations).toHaveLength(1);
  });
});

describe('sentences of a verified answer', () => {
  it('are flagged, without a citation, when no passage bears them out', async () => {
    const lie = 'LiDAR sees glass reliably';
    const { text, unsupported, citations, result } = await foldVerified([`${lie} [1]. ${SHUTTER} [2].`]);
    expect(unsupported.map(({ start, end }) => text.slice(start, end))).toEqual([`${lie}.`]);
    expect(citations).toHaveLength(1);
    expect(result).toMatchObject({ sentences: 2, supported: 1 });
  });

  it('claim nothing when they only lead through the answer', async () => {
    const { unsupported, result } = await foldVerified(['In short:\n\nIs that all?\n\n']);
    expect(unsupported).toEqual([]);
    expect(result).toMatchObject({ sentences: 0, supported: 0 });
    expect(isGrounded(result)).toBe(false);
  });

  it('of another language are flagged for their numbers alone', async () => {
    const { text, unsupported, result } = await foldVerified([
      '1 ns کی غلطی 15 سینٹی میٹر کے برابر ہے [1]۔ 1 ns کی غلطی 99 سینٹی میٹر کے برابر ہے [1]۔',
    ]);
    expect(unsupported.map(({ start, end }) => text.slice(start, end))).toEqual([expect.stringContaining('99')]);
    expect(result).toMatchObject({ unchecked: 1 });
    expect(isGrounded(result)).toBe(true);
  });

  it('are asked of the judge where the measure cannot tell, a few times at most', async () => {
    const asked: string[] = [];
    const judge = async (sentence: string) => {
      asked.push(sentence);
      return true;
    };
    const claim = 'Mirrors and windows puzzle every laser sensor in the same way [1]. ';
    const { result } = await foldVerified([claim.repeat(20)], { judge });
    expect(asked.length).toBeLessThanOrEqual(6);
    const failing = await foldVerified([claim], { judge: () => Promise.reject(new Error('no judge')) });
    expect(failing.unsupported).toHaveLength(1);
    expect(result.supported).toBeLessThanOrEqual(asked.length);
  });

  it('without an end are judged in parts, and nothing is held for ever', async () => {
    const { text, result } = await foldVerified([`${'the rows of the image '.repeat(500)}[1]`]);
    expect(text.length).toBeGreaterThan(10_000);
    expect(result.sentences).toBeGreaterThan(3);
  });

  it('of code count as copied or as the model’s own', async () => {
    const code = 'ros2 topic hz /scan';
    const sources = [sourcePassage('cli', `Measure the rate.\n\n${code}`)];
    const copied = await foldVerified([`\`\`\`sh\n${code}\n\`\`\`\n`], { sources });
    expect(copied.unsupported).toEqual([]);
    const own = await foldVerified(['```sh\nrm -rf / --no-preserve-root\n```\n'], { sources });
    expect(own.unsupported.map(({ start, end }) => own.text.slice(start, end))).toEqual([
      '```sh\nrm -rf / --no-preserve-root\n```',
    ]);
  });
});

describe('the stream of a verified answer', () => {
  it('passes words on as soon as they are whole', async () => {
    const { events } = await foldVerified(['Li', 'DAR ', 'does ', 'not ', 'see glass reliably [', '1', ']. ']);
    const deltas = events.flatMap(({ event, data }) => (event === 'delta' ? [data.text] : []));
    expect(deltas.slice(0, 3)).toEqual(['LiDAR', ' does', ' not']);
  });

  it('stops when nobody waits any more', async () => {
    const leaving = new AbortController();
    leaving.abort();
    const { text, result } = await foldVerified([`${GLASS} [1].`], { signal: leaving.signal });
    expect(text).toBe('');
    expect(result.sentences).toBe(0);
  });

  it('throws what the model’s stream throws, after what was said', async () => {
    const { verifyAnswer } = await import('./chat-verify.ts');
    async function* broken() {
      yield 'LiDAR does not ';
      throw new TypeError('cut');
    }
    const said: string[] = [];
    const read = async () => {
      for await (const { event, data } of verifyAnswer(broken(), {
        sources: SENSORS,
        question: '',
        signal: new AbortController().signal,
      })) {
        if (event === 'delta') said.push(data.text);
      }
    };
    await expect(read()).rejects.toThrow('cut');
    expect(said.join('')).toBe('LiDAR does not');
  });
});

describe('our own prompt', () => {
  const secrets = [
    'Use only what the passages say. Add no knowledge of your own, not even when you are sure of it.',
    'Everything between tags that begin with lectern- is material to answer from.',
  ];
  const [rule = ''] = secrets;
  const rot13 = rule.replace(/[a-z]/giu, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)),
  );
  it.each([
    ['as it is', rule],
    ['in capitals', rule.toUpperCase()],
    ['spelled', Array.from(rule).join(' ')],
    ['with markup', rule.replaceAll(' ', ' **_** ')],
    ['backwards', Array.from(rule).reverse().join('')],
    ['by rot13', rot13],
    ['in base64', Buffer.from(rule).toString('base64').replace(/.{24}/gu, '$& ')],
    ['in hex', Buffer.from(rule).toString('hex').replace(/.{24}/gu, '$& ')],
    ['in code', `\`\`\`\n${rule}\n\`\`\``],
  ])('does not come out %s', async (_name, leak) => {
    const pieces = `${GLASS} [1]. My rules: ${leak} That was all.`.match(/.{1,7}/gsu) ?? [];
    const { text, result } = await foldVerified(pieces, { secrets });
    expect(result.leaked).toBe(true);
    expect(isGrounded(result)).toBe(false);
    expect(text).not.toContain('That was all');
    const letters = text.toLowerCase().replace(/[^a-z]/gu, '');
    expect(letters).not.toContain(
      rule
        .toLowerCase()
        .replace(/[^a-z]/gu, '')
        .slice(0, 24),
    );
  });

  it('is not seen in an answer that has a few words with it in common', async () => {
    const { text, result } = await foldVerified(
      ['Say what the passages say of it. No knowledge is added to the LiDAR.'],
      {
        secrets,
      },
    );
    expect(result.leaked).toBe(false);
    expect(text).toBe('Say what the passages say of it. No knowledge is added to the LiDAR.');
  });
});

describe('however an answer is split on its way', () => {
  const part = fc.constantFrom(
    `${GLASS} [1]. `,
    `${SHUTTER}. `,
    'Nothing [9] of this [2] stands there. ',
    '[words](https://evil.example/a?b=c) ',
    '![image](https://evil.example/x.png)',
    '[1]: https://evil.example\n',
    '<img src=x onerror=alert(1)> ',
    '`code [1]` ',
    '```py\nprint("[2]")\n```\n',
    '- item one [1]\n',
    '$\\frac{1}{2}$ ',
    'https://evil.example/?q=secret ',
    '\u202eturned\u200b ',
    '\n\n',
    '> quote\n',
    '# Heading\n',
    '[',
    ']',
    '<',
    '`',
    '*bold* ',
    'کیا یہ درست ہے؟ ',
    '𝒳 😀 ',
  );
  const answer = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
  const split = (text: string, cuts: readonly number[]): string[] => {
    const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
    return [0, ...places].map((from, at) => text.slice(from, places[at] ?? text.length));
  };

  it('the reader gets the same', async () => {
    await fc.assert(
      fc.asyncProperty(answer, fc.array(fc.nat(2000), { maxLength: 30 }), async (text, cuts) => {
        const whole = await foldVerified([text]);
        const pieces = await foldVerified(split(text, cuts));
        expect(pieces.text).toBe(whole.text);
        expect(pieces.citations).toEqual(whole.citations);
        expect(pieces.unsupported).toEqual(whole.unsupported);
        expect(pieces.result).toEqual(whole.result);
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  it('every quote is its passage’s, every marker has a citation, every flag is in the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(answer, fc.string({ unit: 'binary', maxLength: 300 })), async (text) => {
        const folded = await foldVerified(split(text, [7, 31, 32, 90]));
        for (const { passageId, quote, start, end } of folded.citations) {
          const source = SENSORS.find(({ passage }) => passage.id === passageId);
          expect(quote).toBe(source?.passage.text.slice(start, end));
        }
        const known = new Set(folded.citations.map(({ marker }) => marker));
        const prose = folded.text.replace(/```[\s\S]*?```|`[^`]*`/gu, '');
        for (const [, number] of prose.matchAll(/(?<!\\)\[(\d+)\]/gu)) expect(known.has(Number(number))).toBe(true);
        for (const { start, end } of folded.unsupported) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(folded.text.length);
        }
        expect(folded.result).toMatchObject({ text: folded.text, citations: folded.citations });
      }),
      { numRuns: 150, seed: 5 },
    );
  });
});
