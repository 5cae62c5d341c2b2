/** Formulas of the book's own text, where they stand without marks. */
import { expect, test } from 'vitest';
import { splitFormulas } from './chat-formula-finder.ts';

const draw = (text: string) =>
  splitFormulas(text)
    .map(({ type, start, end }) => (type === 'formula' ? `⟦${text.slice(start, end)}⟧` : text.slice(start, end)))
    .join('');

test.each([
  [String.raw`at \omega_c. With`, String.raw`at ⟦\omega_c⟧. With`],
  [String.raw`drift to b_g\tau.`, String.raw`drift to ⟦b_g\tau⟧.`],
  [String.raw`of \Delta t seconds`, String.raw`of ⟦\Delta t⟧ seconds`],
  [String.raw`model: \tilde a = -g = (0, 0, 9.81)`, String.raw`model: ⟦\tilde a = -g = (0, 0, 9.81)⟧`],
  [String.raw`with \omega a bias`, String.raw`with ⟦\omega⟧ a bias`],
  [String.raw`Is a \theta a name?`, String.raw`Is a ⟦\theta⟧ a name?`],
  [String.raw`the angle (here \theta) is`, String.raw`the angle (here ⟦\theta⟧) is`],
  [String.raw`the angle (\theta in rad)`, String.raw`the angle (⟦\theta⟧ in rad)`],
  [String.raw`f(\theta) is`, String.raw`⟦f(\theta)⟧ is`],
  [String.raw`\theta - the angle - is`, String.raw`⟦\theta⟧ - the angle - is`],
  [String.raw`late_joiner reads \sigma_Z from the topic`, String.raw`late_joiner reads ⟦\sigma_Z⟧ from the topic`],
  [
    String.raw`\mathbf{R}^\top \text{ in } \mathrm{SO}(3) and more`,
    String.raw`⟦\mathbf{R}^\top \text{ in } \mathrm{SO}(3)⟧ and more`,
  ],
  [
    String.raw`m l^2\,\ddot\theta = m g l \sin\theta + \tau .`,
    String.raw`⟦m l^2\,\ddot\theta = m g l \sin\theta + \tau⟧ .`,
  ],
  [
    String.raw`\omega_c^2 = \frac{100 + \sqrt{6400}}{2} = 114.0,\qquad \omega_c = 10.68\ \text{rad/s}.`,
    String.raw`⟦\omega_c^2 = \frac{100 + \sqrt{6400}}{2} = 114.0,\qquad \omega_c = 10.68\ \text{rad/s}⟧.`,
  ],
])('%s', (text, drawn) => {
  expect(draw(text)).toBe(drawn);
});

test.each([
  'E = mc^2 without any command stays as it is',
  String.raw`C:\temp\new and \n in a string`,
  'a_b {c} ^d',
  '',
])('%j holds no formula', (text) => {
  expect(splitFormulas(text)).toEqual([{ type: 'text', start: 0, end: text.length }]);
});

test('pieces have no gaps, wherever a stream is cut', () => {
  const text = String.raw`Let (\tilde a = -g) hold: \frac{a + b}{2} \le 1, a{ \theta.`;
  for (let length = 0; length <= text.length; length++) {
    const pieces = splitFormulas(text.slice(0, length));
    expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text.slice(0, length));
  }
});

test('a long heap of signs does not hang', () => {
  expect(splitFormulas(String.raw`\theta ( `.repeat(3000)).length).toBeGreaterThan(0);
  expect(splitFormulas(`\\theta ${'{'.repeat(5000)} ${'a '.repeat(5000)}`).length).toBeGreaterThan(0);
});
