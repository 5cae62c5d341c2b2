import { describe, expect, it } from 'vitest';
import { type SentinelWatch, withoutSentinel } from './chat-model-sentinel.ts';
import { NOT_COVERED } from './chat-prompt.ts';

async function* from(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

const run = async (pieces: readonly string[]) => {
  const watch: SentinelWatch = { notCovered: false };
  let text = '';
  for await (const piece of withoutSentinel(from(pieces), watch)) text += piece;
  return { text, ...watch };
};

const letters = (text: string): string[] => Array.from(text);

describe('the words for “not covered”', () => {
  it.each([
    [[NOT_COVERED]],
    [letters(NOT_COVERED)],
    [letters(`\n"${NOT_COVERED}".`)],
    [[`**${NOT_COVERED}**\n\nThe passages speak of LiDAR.`]],
    [['NOT_IN_', 'THE_PASS', 'AGES', ' and more', ' and more']],
  ])('end the answer before anything of it was passed on: %j', async (pieces) => {
    expect(await run(pieces)).toEqual({ text: '', notCovered: true });
  });

  it.each(['A node is a process [1].', '**Nodes** are processes.', '- one\n- two', 'NOT_IN_ROS is a name.', 'N', ''])(
    'leave other answers as they are, however they are cut: %j',
    async (text) => {
      expect(await run([text])).toEqual({ text, notCovered: false });
      expect(await run(letters(text))).toEqual({ text, notCovered: false });
    },
  );

  it('are dropped where a part is answered', async () => {
    const text = `It runs at 200 Hz [1]. ${NOT_COVERED}`;
    expect(await run([text])).toEqual({ text: 'It runs at 200 Hz [1]. ', notCovered: false });
    expect(await run(letters(text))).toEqual({ text: 'It runs at 200 Hz [1]. ', notCovered: false });
  });

  it('pass text on at once when nothing is doubtful', async () => {
    const watch: SentinelWatch = { notCovered: false };
    const passed = withoutSentinel(from(['It ', 'runs']), watch);
    expect(await passed.next()).toEqual({ done: false, value: 'It ' });
  });

  it('do not wait for ever for a model that goes on', async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<string> {
      yield NOT_COVERED;
      for (;;) {
        asked += 1;
        yield 'more and more and more ';
      }
    }
    const watch: SentinelWatch = { notCovered: false };
    for await (const _ of withoutSentinel(endless(), watch)) expect.unreachable();
    expect(watch.notCovered).toBe(true);
    expect(asked).toBeLessThan(20);
  });
});
