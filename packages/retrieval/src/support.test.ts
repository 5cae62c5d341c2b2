import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scoreSupport } from './support.ts';
import { isClaim } from './support-claim.ts';

const LIDAR = {
  id: 'lidar',
  text: 'A LiDAR measures distance by the time of flight of a laser pulse. LiDAR does not see glass reliably. A clean pane lets the pulse through, and the sensor reports the wall behind it. An error of 1 ns in timing is an error of 15 cm. One spinning unit gives about 300,000 points per second.',
};
const SHUTTER = {
  id: 'shutter',
  text: 'A rolling shutter exposes the rows of the image one after another. A global shutter exposes all rows at the same moment. “A global shutter is always better.” It is not: it has more noise.',
};

describe('the support of a sentence', () => {
  it.each([
    'LiDAR does not see glass reliably.',
    'The pulse passes through a clean pane, so the sensor reports the wall behind.',
    'A timing error of 1 ns is an error of 15 cm.',
    'A spinning unit gives around 300 000 points per second.',
  ])('stands in the passage: %s', (sentence) => {
    const support = scoreSupport(sentence, [LIDAR, SHUTTER]);
    expect(support).toMatchObject({ status: 'supported', supported: true, reasons: [] });
    const { start = 0, end = 0, passageId } = support.place ?? {};
    expect(passageId).toBe('lidar');
    expect(LIDAR.text.slice(start, end)).toMatch(/^[A-Z].*\.$/su);
  });

  it.each([
    ['negation', 'LiDAR sees glass reliably.'],
    ['unknown_number', 'An error of 1 ns in timing is an error of 30 cm.'],
    ['unknown_number', 'An error of 1 ns in timing is an error of 15 m.'],
    ['unknown_name', 'The Velodyne VLP-16 does not see glass reliably.'],
    ['opposite', 'A global shutter is always better.'],
    ['substitution', 'A global shutter exposes the rows of the image one after another.'],
    ['unknown_words', 'Penguins walk long distances over the ice to feed their young.'],
  ])('is missing for a reason, %s: %s', (reason, sentence) => {
    const support = scoreSupport(sentence, [LIDAR, SHUTTER]);
    expect(support.supported).toBe(false);
    expect(support.reasons).toContain(reason);
    expect(support.score).toBeLessThan(0.5);
  });

  it('may write a speed with the sign of its unit or in words', () => {
    const passages = [{ id: 'crawl', text: 'The crawler climbs the shaft at 36 kilometres an hour, empty or loaded.' }];
    expect(scoreSupport('The crawler climbs the shaft at 36 km/h, empty or loaded.', passages).supported).toBe(true);
    const swapped = scoreSupport('The crawler climbs the shaft at 36 m/s, empty or loaded.', passages);
    expect(swapped.reasons).toContain('unknown_number');
  });

  it('is judged by the passage that has most of it, not by one about something else', () => {
    const sentence = 'An error of 1 ns in timing is an error of 30 cm.';
    expect(scoreSupport(sentence, [LIDAR, { id: 'other', text: 'The error is 30 cm.' }]).supported).toBe(false);
  });

  it('may come from two passages, a part from each', () => {
    const sentence = 'LiDAR does not see glass reliably, and a global shutter exposes all rows at the same moment.';
    expect(scoreSupport(sentence, [LIDAR, SHUTTER]).supported).toBe(true);
  });

  it('is not asked of what claims nothing', () => {
    for (const text of ['In short:', 'Hello!', 'Is that all?', 'Here is why:', '**Sensors**', '']) {
      expect(isClaim(text), text).toBe(false);
      expect(scoreSupport(text, [LIDAR])).toMatchObject({ status: 'neutral', supported: true });
    }
  });

  it.each([
    ['1 ns کی غلطی 15 سینٹی میٹر کے برابر ہے۔', 'unchecked'],
    ['1 ns کی غلطی 40 سینٹی میٹر کے برابر ہے۔', 'unsupported'],
    ['یہ بات ROS_DOMAIN_ID سے طے ہوتی ہے۔', 'unsupported'],
    ['LiDAR 不能可靠地看到玻璃。', 'unchecked'],
    ['एक LiDAR समय से दूरी मापता है।', 'unchecked'],
  ])('in another language rests on numbers and names: %s', (sentence, status) => {
    expect(scoreSupport(sentence, [LIDAR]).status).toBe(status);
  });

  it('in the language of an Urdu passage rests on its words', () => {
    const urdu = {
      id: 'ur',
      text: 'لائیڈار شیشے کو قابلِ اعتماد طور پر نہیں دیکھتا۔ بارش اور دھند جلدی گونج دیتے ہیں۔',
    };
    expect(scoreSupport('بارش اور دھند جلدی گونج دیتے ہیں۔', [urdu]).status).toBe('supported');
    expect(scoreSupport('پینگوئن برف پر لمبا فاصلہ طے کرتے اور اپنے بچوں کو پالتے۔', [urdu]).status).toBe(
      'unsupported',
    );
  });

  it('rises with the similarity of embeddings, and is the same each time', () => {
    const sentence = 'Panes fool it, as light goes on to whatever stands in the background.';
    const score = (dense?: number) => scoreSupport(sentence, [LIDAR], { dense }).score;
    expect(score(0.95)).toBeGreaterThan(score());
    expect(score(0.3)).toBeLessThan(score());
    expect(score()).toBe(score());
  });

  it('holds anything', () => {
    for (const text of ['\u0000', '💥'.repeat(500), '((((', 'a'.repeat(5000), '1'.repeat(400), '\ud800']) {
      expect(scoreSupport(text, [LIDAR, { id: 'empty', text: '' }]).score).toBeGreaterThanOrEqual(0);
    }
    expect(scoreSupport('LiDAR does not see glass.', []).supported).toBe(false);
  });
});

interface Planted {
  readonly passage: string;
  readonly sentences: readonly { readonly kind: string; readonly text: string }[];
}

const TRUE_KINDS: readonly string[] = ['verbatim', 'shortened', 'paraphrased'];
const FALSE_KINDS: readonly string[] = ['negation', 'number', 'entity', 'merged'];

/** Share of planted sentences that are flagged; `beside` has each cite a passage about something else as well. */
const flaggedShare = (name: string, kinds: readonly string[], beside = false): number => {
  const path = new URL(`./support-planted-${name}.json`, import.meta.url);
  const planted: Planted[] = JSON.parse(readFileSync(path, 'utf8'));
  const flags = planted.flatMap(({ passage, sentences }, at) => {
    const other = beside ? planted.slice(at - 1)[0] : undefined;
    const cited = [{ id: 'cited', text: passage }, ...(other ? [{ id: 'other', text: other.passage }] : [])];
    const wanted = sentences.filter(({ kind }) => kinds.includes(kind));
    return wanted.map(({ text }) => !scoreSupport(text, cited).supported);
  });
  return flags.filter((isFlagged) => isFlagged).length / flags.length;
};

// The measure is learnt from the development and training sets. What it is worth on sentences that it has never seen
// is lower, and the floors say how low: `npm run bench -- support` prints all by kind.
describe.each([
  ['development', 0.94, 0.02],
  ['held-out', 0.78, 0.07],
  ['blind', 0.81, 0.08],
  ['second-blind', 0.72, 0.1],
  ['further', 0.7, 0.14],
])('planted sentences, %s', (name, leastFalse, mostTrue) => {
  it('that are false are flagged', () => expect(flaggedShare(name, FALSE_KINDS)).toBeGreaterThanOrEqual(leastFalse));
  it('that are true are not', () => expect(flaggedShare(name, TRUE_KINDS)).toBeLessThanOrEqual(mostTrue));
  it('that are false find no support in a passage about something else', () =>
    expect(flaggedShare(name, FALSE_KINDS, true)).toBeGreaterThanOrEqual(leastFalse));
  it("that are the passage's own never are", () => expect(flaggedShare(name, ['verbatim'])).toBe(0));
});
