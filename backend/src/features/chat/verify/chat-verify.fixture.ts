/** Passages, and answers folded, for tests of the verification. */
import type { Citation } from '@lectern/contracts';
import type { SourcePassage } from '../../content/index.ts';
import { verifyAnswer } from './chat-verify.ts';
import type { UnsupportedRange, VerifiedAnswer, VerifiedEvent, VerifyOptions } from './chat-verify-options.ts';

/** A passage of one section, a block for each paragraph. */
export const sourcePassage = (id: string, text: string): SourcePassage => {
  const blocks: { kind: 'segment'; id: string; start: number; end: number }[] = [];
  for (const match of text.matchAll(/[^\n]+/gu)) {
    blocks.push({
      kind: 'segment',
      id: `${id}-${blocks.length}`,
      start: match.index,
      end: match.index + match[0].length,
    });
  }
  return {
    passage: {
      id,
      chapterId: 'main/current/sensors',
      chapterTitle: 'Sensors',
      headingPath: ['Sensors', id],
      url: `/sensors#${id}`,
      text,
      segmentIds: blocks.map((block) => block.id),
      locale: 'en',
      score: 1,
    },
    blocks,
    sections: [{ id, headingPath: ['Sensors', id], permalink: `/sensors#${id}`, start: 0, end: text.length }],
    chunkId: id,
  };
};

/** Two passages about sensors. */
export const SENSORS: readonly SourcePassage[] = [
  sourcePassage(
    'lidar',
    'A LiDAR measures distance by the time of flight of a laser pulse. LiDAR does not see glass reliably. A clean pane lets the pulse through, and the sensor reports the wall behind it.\nRain, fog and dust return early echoes. An error of 1 ns in timing is an error of 15 cm.',
  ),
  sourcePassage(
    'camera',
    'A camera measures directions and not distances. A rolling shutter exposes the rows of the image one after another. A global shutter exposes all rows at the same moment.',
  ),
];

/** What a reader has at the end. */
export interface FoldedAnswer {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly unsupported: readonly UnsupportedRange[];
  readonly events: readonly VerifiedEvent[];
  readonly result: VerifiedAnswer;
}

async function* piecesOf(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

/** Verifies pieces and folds the events. */
export const foldVerified = async (
  pieces: readonly string[],
  options: Partial<VerifyOptions> = {},
): Promise<FoldedAnswer> => {
  const stream = verifyAnswer(piecesOf(pieces), {
    sources: SENSORS,
    question: 'What does a LiDAR see?',
    signal: new AbortController().signal,
    ...options,
  });
  const events: VerifiedEvent[] = [];
  let step = await stream.next();
  for (; !step.done; step = await stream.next()) events.push(step.value);
  const text = events.map(({ event, data }) => (event === 'delta' ? data.text : '')).join('');
  const citations = events.flatMap(({ event, data }) => (event === 'citation' ? [data] : []));
  const unsupported = events.flatMap(({ event, data }) => (event === 'unsupported' ? [data] : []));
  return { text, citations, unsupported, events, result: step.value };
};
