/**
 * Makes formulas in quoted text readable. The book's plain text holds them as TeX; a quotation shows `θ ≤ ½π`, not
 * `\theta \le \tfrac12 \pi`. Only for the eye: what is copied, matched and sent stays as it is. Pure.
 */

// biome-ignore format: a table
const SYMBOLS: Readonly<Record<string, string>> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ϵ', varepsilon: 'ε', zeta: 'ζ', eta: 'η', theta: 'θ',
  iota: 'ι', kappa: 'κ', lambda: 'λ', mu: 'μ', nu: 'ν', xi: 'ξ', pi: 'π', rho: 'ρ', sigma: 'σ', tau: 'τ', phi: 'ϕ',
  varphi: 'φ', chi: 'χ', psi: 'ψ', omega: 'ω', Gamma: 'Γ', Delta: 'Δ', Theta: 'Θ', Lambda: 'Λ', Xi: 'Ξ', Pi: 'Π',
  Sigma: 'Σ', Phi: 'Φ', Psi: 'Ψ', Omega: 'Ω', cdot: '·', times: '×', pm: '±', mp: '∓', le: '≤', leq: '≤', ge: '≥',
  geq: '≥', ne: '≠', neq: '≠', approx: '≈', sim: '∼', equiv: '≡', propto: '∝', infty: '∞', partial: '∂', nabla: '∇',
  sum: '∑', prod: '∏', int: '∫', in: '∈', to: '→', rightarrow: '→', leftarrow: '←', Rightarrow: '⇒', mapsto: '↦',
  ldots: '…', dots: '…', cdots: '⋯', circ: '°', degree: '°', top: 'ᵀ', mid: '|', ll: '≪', gg: '≫', forall: '∀',
  sin: 'sin', cos: 'cos', tan: 'tan', arctan: 'arctan', log: 'log', ln: 'ln', exp: 'exp', min: 'min', max: 'max',
  arg: 'arg', det: 'det', quad: ' ', qquad: ' ', left: '', right: '', displaystyle: '',
};

/** Combining marks of accents. */
const ACCENTS: Readonly<Record<string, string>> = {
  tilde: '\u0303',
  hat: '\u0302',
  bar: '\u0304',
  vec: '\u20D7',
  dot: '\u0307',
  ddot: '\u0308',
};

// One argument: in braces without braces inside, a command, or one character.
const ARGUMENT = String.raw`\s*(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s\\{}]))`;
const WRAPPER = /\\(?:mathbf|mathrm|mathit|mathcal|mathbb|boldsymbol|text|operatorname)\s*\{([^{}]*)\}/g;
const FRACTION = new RegExp(String.raw`\\[td]?frac${ARGUMENT}${ARGUMENT}`, 'g');
const ROOT = new RegExp(String.raw`\\sqrt${ARGUMENT}`, 'g');
const ACCENT = new RegExp(String.raw`\\(${Object.keys(ACCENTS).join('|')})(?![A-Za-z])${ARGUMENT}`, 'g');
const COMMAND = /\\([A-Za-z]+)(\s*)(?=([A-Za-z])?)/g;
const SCRIPT_BRACES = /([_^])\{([^{}]*)\}/g;
/** Nothing is touched in a text without one of these: `\n` and paths are no TeX. */
const HAS_TEX = new RegExp(
  String.raw`\\(?:${[...Object.keys(SYMBOLS), ...Object.keys(ACCENTS), '[td]?frac', 'sqrt', 'math[a-z]+', 'boldsymbol', 'text', 'operatorname', 'begin'].join('|')})(?![A-Za-z])`,
);
/** Nested arguments are resolved from the inside; deeper ones than this stay TeX. */
const MAX_DEPTH = 4;

const grouped = (text: string) => (/^[\p{L}\p{N}\p{M}.]*$/u.test(text) ? text : `(${text})`);

function resolveGroups(text: string): string {
  return text
    .replace(WRAPPER, '$1')
    .replace(ACCENT, (_, accent: string, braced?: string, single?: string) => {
      const base = readSymbols(braced ?? single ?? '');
      return `${base}${ACCENTS[accent] ?? ''}`;
    })
    .replace(ROOT, (_, braced?: string, single?: string) => `√${grouped(readSymbols(braced ?? single ?? ''))}`)
    .replace(FRACTION, (_, a?: string, b?: string, c?: string, d?: string) => {
      return `${grouped(readSymbols(a ?? b ?? ''))}/${grouped(readSymbols(c ?? d ?? ''))}`;
    });
}

function readSymbols(text: string): string {
  return text
    .replace(COMMAND, (whole, name: string, space: string, next?: string) => {
      const symbol = Object.hasOwn(SYMBOLS, name) ? SYMBOLS[name] : undefined;
      if (symbol === undefined) return whole;
      // The blank after a command only ends its name; a word operator still needs it.
      return /^[a-z]{2,}$/.test(symbol) && next !== undefined ? `${symbol} ` : `${symbol}${space === '' ? '' : ' '}`;
    })
    .replace(/\\[,;:! ]/g, ' ')
    .replace(SCRIPT_BRACES, '$1$2');
}

/** true for a text with TeX in it. */
export const hasTex = (text: string): boolean => HAS_TEX.test(text);

/** Text with its TeX written in characters, as far as characters go. */
export function readableTex(text: string): string {
  if (!HAS_TEX.test(text)) return text;
  let resolved = text;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next = resolveGroups(resolved);
    if (next === resolved) break;
    resolved = next;
  }
  // A raised sign needs no mark of raising.
  return readSymbols(resolved)
    .replace(/\^(?=[ᵀ°])/g, '')
    .replace(/ {2,}/g, ' ')
    .normalize('NFC');
}
