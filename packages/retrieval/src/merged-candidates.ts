import type { CosineScores } from './score-fusion.ts';
import type { CandidateResult } from './search.ts';

/** Puts together what was found in several indexes; their sections are different ones. */
export function mergeCandidates(found: readonly CandidateResult[]): CandidateResult {
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  const channels = found.map(({ candidates }) => candidates);
  return {
    candidates: {
      words: new Map(channels.flatMap(({ words }) => Array.from(words))),
      grams: new Map(channels.flatMap(({ grams }) => Array.from(grams))),
      latent: mergeCosines(channels.map(({ latent }) => latent)),
      dense: mergeCosines(channels.map(({ dense }) => dense)),
    },
    answerability: Math.max(0, ...found.map(({ answerability }) => answerability)),
  };
}

function mergeCosines(parts: readonly (CosineScores | undefined)[]): CosineScores | undefined {
  const present = parts.filter((part) => part !== undefined);
  if (present.length === 0) return undefined;
  return {
    scores: new Map(present.flatMap(({ scores }) => Array.from(scores))),
    floor: Math.min(...present.map(({ floor }) => floor)),
  };
}
