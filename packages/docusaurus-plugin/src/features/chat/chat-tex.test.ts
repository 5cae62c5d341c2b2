/** TeX of the book's own formulas, as a reader sees it in a quotation. */
import { expect, test } from 'vitest';
import { readableTex } from './chat-tex.ts';

test.each([
  [String.raw`at \omega_c. With`, 'at ω_c. With'],
  [String.raw`drift to b_g\tau.`, 'drift to b_gτ.'],
  [String.raw`of \Delta t seconds`, 'of Δ t seconds'],
  [String.raw`model: \tilde a = -g = (0, 0, 9.81)`, 'model: ã = -g = (0, 0, 9.81)'],
  [String.raw`\tfrac12 b t^2`, '1/2 b t^2'],
  [String.raw`\frac{a + b}{2}`, '(a + b)/2'],
  [String.raw`\sqrt{N} and \sqrt 2`, '√N and √2'],
  [String.raw`\hat{\theta}_{k+1} \le \pi`, 'θ̂_k+1 ≤ π'],
  [String.raw`\mathbf{R}^\top \text{ in } \mathrm{SO}(3)`, 'Rᵀ in SO(3)'],
  [String.raw`\sin\theta`, 'sinθ'],
  [String.raw`\sin x`, 'sin x'],
])('%s', (tex, text) => {
  expect(readableTex(tex)).toBe(text);
});

test.each([
  String.raw`C:\temp\new and \n in a string`,
  String.raw`\unknowncommand{x}`,
  'a_b {c} ^d',
  String.raw`\constructor \toString`,
])('%s is left alone', (text) => {
  expect(readableTex(text)).toBe(text);
});
