/** Ten questions to the shipped book, and what one vector store finds for them. */
import { fuse } from '@lectern/retrieval';
import { indexingSteps } from '../../src/features/content/content-indexing-steps.ts';
import { DenseWriter } from '../../src/providers/vectors/dense-vectors.ts';
import type { QueryVector, StoredIndex, VectorIndex } from '../../src/providers/vectors/vectors.port.ts';

/** What learners of the book ask, one with a slip and one in Urdu. */
export const TEN_QUESTIONS = [
  'How does a LiDAR measure distance?',
  'What is the difference between a topic, a service and an action in ROS 2?',
  'Why does a late joiner miss messages, and which quality of service helps?',
  'How do I describe a robot in URDF?',
  'What does the Jacobian tell about a robot arm?',
  'How does a Kalman filter combine a prediction with a measurement?',
  'What is zero moment point in humanoid walking?',
  'How are costmaps used by Nav2 to plan a path?',
  'wat is a quaternoin good for',
  'روبوٹ میں سینسر کیوں استعمال ہوتے ہیں؟',
] as const;

const DIMENSIONS = 384;
const EMBEDDER = 'test/hashed-words/384';

/** A vector that is near for texts of the same words: no model, but as unlike from text to text as a model's. */
export const hashedWords = (text: string): Float32Array => {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}\p{M}]{3,}/gu) ?? []) {
    let hash = 2166136261;
    for (const character of word.slice(0, 6)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
    for (let axis = 0; axis < DIMENSIONS; axis += 1) {
      hash = Math.imul(hash ^ (hash >>> 13), 1274126177) + axis;
      vector[axis] = (vector[axis] ?? 0) + ((hash >>> 16) & 1 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
};

/** The book of a manifest, indexed as the server does it, with vectors of {@link hashedWords}. */
export const indexBook = async (manifest: string): Promise<StoredIndex> => {
  const pages = new Map<string, string>();
  const modules = new Map<string, string | undefined>();
  const writer = new DenseWriter(EMBEDDER, DIMENSIONS);
  let bytes = new Uint8Array();
  for await (const event of indexingSteps({ manifest })) {
    if (event.type === 'failed') throw new Error(event.reason);
    if (event.type === 'index') bytes = Uint8Array.from(event.bytes);
    if (event.type !== 'chapter') continue;
    const page = `${event.chapter.key} ${event.chapter.locale}`;
    modules.set(page, event.chapter.module);
    for (const chunk of event.chunks) {
      pages.set(chunk.id, page);
      writer.add(chunk.id, hashedWords(chunk.text));
    }
  }
  const placeOf = (id: string) => {
    const page = pages.get(id) ?? '';
    return { page, module: modules.get(page), sections: [], segments: [] };
  };
  return { bytes, pages, placeOf, dense: writer.finish(), version: 1 };
};

/** What was found for one question. */
export interface Found {
  readonly question: string;
  /** Ids of the five best passages, best first. */
  readonly passages: readonly string[];
  readonly scores: readonly number[];
  readonly answerability: number;
}

/** Asks the ten questions: of the pages of their language, as the chat does, by words alone or by meaning as well. */
export const askTen = async (index: VectorIndex, book: StoredIndex, byMeaning: boolean): Promise<Found[]> => {
  const answers: Found[] = [];
  for (const question of TEN_QUESTIONS) {
    const locale = /\p{Script=Arabic}/u.test(question) ? 'ur' : 'en';
    const own = new Set([...book.pages.values()].filter((page) => page.endsWith(` ${locale}`)));
    const vector: QueryVector = { embedder: EMBEDDER, values: hashedWords(question) };
    const request = { query: question, limit: 5, filter: { pages: own }, ...(byMeaning ? { vector } : {}) };
    const { candidates, answerability } = await index.candidates(request);
    const hits = fuse(candidates, { limit: 5, pageOf: (id) => book.pages.get(id) ?? id });
    const round = (value: number): number => Number(value.toFixed(3));
    answers.push({
      question,
      passages: hits.map(({ id }) => id),
      scores: hits.map(({ score }) => round(score)),
      answerability: round(answerability),
    });
  }
  return answers;
};
