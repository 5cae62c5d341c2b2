/** Small whole manifests for tests: chapters are written as Markdown-like lines. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BOOK_SCHEMA_VERSION,
  type Book,
  type Chapter,
  type GlossaryTerm,
  SEGMENT_HASH_VERSION,
  type Section,
  type Segment,
} from '@lectern/contracts';

/** SHA-256 of a text, as the manifest has it. */
export const testHash = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A chapter as a test writes it. */
export interface ChapterText {
  readonly id: string;
  readonly title: string;
  /** Blocks split by blank lines: `## Heading {id}`, paragraphs, ```` ```lang ```` fences, `$TeX$`, tables (`| a | b |` lines). */
  readonly body: string;
  readonly locale?: string;
  readonly module?: string;
  /** Default `default/current/<id>`. */
  readonly key?: string;
  /** Default `/book/<id>`. */
  readonly permalink?: string;
  readonly latest?: boolean;
  readonly answers?: boolean;
  /** The chapter that this one translates: the segments of a section in its order. */
  readonly translationOf?: ChapterText;
}

/** Makes a chapter. */
export const testChapter = (text: ChapterText, order = 0): Chapter => {
  const { id, title, body, locale = 'en', module } = text;
  const permalink = text.permalink ?? `/book/${id}`;
  const sections: Section[] = [{ id: '', headingPath: [title], permalink, segments: [], code: [] }];
  const seen = new Map<string, number>();
  let tables = 0;
  for (const block of body.trim().split(/\n{2,}(?![^`]*\n```(?:\n|$))/)) {
    const heading = /^## (.+) \{(.+)\}$/.exec(block);
    if (heading) {
      const [, name = '', anchor = ''] = heading;
      const path = [title, name];
      sections.push({ id: anchor, headingPath: path, permalink: `${permalink}#${anchor}`, segments: [], code: [] });
    }
    const section = sections.at(-1);
    if (!section) continue;
    const fence = /^```(\w*)\n([\s\S]*?)\n```$/.exec(block);
    if (fence) {
      const afterSegmentId = section.segments.at(-1)?.id ?? '';
      section.code.push({ id: `c${section.code.length}`, lang: fence[1] ?? '', text: fence[2] ?? '', afterSegmentId });
      continue;
    }
    if (block.startsWith('| ')) tables += 1;
    section.segments.push(...textsOf(block, tables).map((content) => toSegment(content, seen)));
  }
  const original = text.translationOf && testChapter(text.translationOf);
  if (original) nameSources(sections, original);
  return {
    key: text.key ?? `default/current/${id}`,
    id,
    locale,
    order,
    title,
    permalink,
    sourcePath: `docs/${id}.mdx`,
    sourceHash: testHash(`${title} ${body}`),
    ...(module ? { module } : {}),
    ...(original ? { translationOf: { key: original.key, sourceHash: original.sourceHash } } : {}),
    ...(text.latest === undefined ? {} : { latest: text.latest }),
    ...(text.answers === undefined ? {} : { answers: text.answers }),
    hardware: [],
    tags: [],
    objectives: [],
    prerequisites: [],
    suggestedQuestions: [],
    sections,
    quizzes: [],
  };
};

/** Says of each segment what it translates. */
const nameSources = (sections: readonly Section[], original: Chapter): void => {
  for (const { id, segments } of sections) {
    const sources = original.sections.find((section) => section.id === id)?.segments ?? [];
    for (const [place, segment] of segments.entries()) segment.source = sources[place]?.hash;
  }
};

type SegmentText = Pick<Segment, 'kind' | 'plain'> & Partial<Segment>;

const toSegment = ({ kind, plain, ...more }: SegmentText, seen: Map<string, number>): Segment => {
  const hash = testHash(`${kind} ${plain}`);
  const repeat = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, repeat);
  const id = repeat === 1 ? hash.slice(0, 8) : `${hash.slice(0, 8)}-${repeat}`;
  return { id, kind, text: plain, plain, hash, placeholders: [], ...more };
};

/** A heading, a paragraph, a formula, or the cells of a table that are not empty. */
const textsOf = (block: string, table: number): SegmentText[] => {
  const heading = /^## (.+) \{.+\}$/.exec(block)?.[1];
  if (heading !== undefined) return [{ kind: 'heading', plain: heading }];
  const formula = /^\$([^$]+)\$$/.exec(block)?.[1];
  if (formula !== undefined) {
    const placeholders = [{ id: 'x1', type: 'math' as const, reading: formula }];
    return [{ kind: 'paragraph', plain: formula, text: '<x1/>', placeholders }];
  }
  if (!block.startsWith('| ')) return [{ kind: 'paragraph', plain: block.replaceAll('\n', ' ') }];
  return block.split('\n').flatMap((line, row) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell, column): SegmentText => {
        return { kind: 'tableCell', plain: cell.trim(), cell: `t${table}.${row + 1}.${column + 1}` };
      })
      .filter(({ plain }) => plain !== ''),
  );
};

/** What a test book has beside its chapters. */
export interface BookText {
  readonly locales?: Book['locales'];
  readonly glossary?: GlossaryTerm[];
  readonly refusal?: string;
}

/** Makes a manifest. */
export const testBook = (chapters: readonly ChapterText[], text: BookText = {}): Book => ({
  schemaVersion: BOOK_SCHEMA_VERSION,
  hashVersion: SEGMENT_HASH_VERSION,
  title: 'Test book',
  url: 'https://book.example',
  baseUrl: '/',
  defaultLocale: 'en',
  locales: text.locales ?? [{ code: 'en', label: 'English', direction: 'ltr' }],
  modules: [
    { id: 'foundations', title: 'Foundations', order: 0 },
    { id: 'ros', title: 'ROS 2', order: 1 },
  ],
  options: { name: '', tone: '', greeting: '', refusal: text.refusal ?? '', suggestedQuestions: [] },
  glossary: text.glossary ?? [],
  generatedAt: '2026-01-01T00:00:00.000Z',
  chapters: chapters.map((chapter, order) => testChapter(chapter, order)),
});

/** A directory for manifests, removed with `remove`. */
export const manifestDirectory = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lectern-manifest-'));
  const path = join(directory, 'book.json');
  return {
    path,
    write: async (content: Book | string): Promise<string> => {
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
};

/** Two chapters in two modules, long enough that sections stand for themselves. */
export const SENSORS_CHAPTER: ChapterText = {
  id: 'sensors',
  title: 'Sensor systems',
  module: 'foundations',
  body: `A robot that cannot sense falls over within a second, however good its plan was. This chapter writes down what each sensor measures, with its noise, its rate and its delay, so that a choice between two of them can be made with numbers instead of with taste.

## Inertial measurement units {imu}

An accelerometer at rest and level reads +9.81 m/s² on its z axis, because it measures the force that holds it up. A gyroscope measures angular velocity, and its bias makes an integrated angle drift by degrees in a minute. A typical inertial measurement unit runs at 200 Hz to 1,000 Hz.

Both signals are blended by a complementary filter, which trusts the gyroscope over short times and the accelerometer over long times.

\`\`\`python
def complementary(angle, gyro, accel, dt, alpha=0.98):
    return alpha * (angle + gyro * dt) + (1 - alpha) * accel
\`\`\`

The factor alpha sets the crossover between the two signals.

## LiDAR {lidar}

A LiDAR measures distance by the time that a laser pulse takes to return. Its range reaches 100 m outdoors, and one spinning unit gives about 300,000 points per second. Rain, dust and glass disturb a LiDAR, since the pulse returns from the drop instead of from the wall behind it.

## Cameras {cameras}

A pinhole camera projects a point at depth Z to the pixel u = f X / Z + c. The focal length f is given in pixels. A stereo camera works out how far away something is from the disparity between its two images, and the error of the depth grows with the square of the distance.`,
};

/** See {@link SENSORS_CHAPTER}. */
export const QOS_CHAPTER: ChapterText = {
  id: 'nodes-topics-qos',
  title: 'Nodes, topics and quality of service',
  module: 'ros',
  body: `Two nodes run, the topic has the same name on both sides, and still nothing arrives. Most learners of ROS 2 meet this silence in their first week, and most of them look for it in the wrong place, since no error is printed anywhere at all.

## Incompatible quality of service {qos-incompatible}

A reliable subscriber receives nothing from a best-effort publisher, because the two quality of service profiles are incompatible. ROS 2 prints no error for it: the command ros2 topic info with the verbose flag shows both profiles. Set the subscriber to best effort, or the publisher to reliable.

## Late joiners {late-joiners}

A late joiner misses the map because the default durability is volatile: messages that were sent before it connected are gone. With transient local durability the publisher keeps the last messages and hands them to each subscriber that comes later. The map server uses transient local durability for this reason.

## Executors {executors}

An executor calls the callbacks of a node when messages arrive. A single-threaded executor runs one callback after the other, so that a slow callback delays all others. A multi-threaded executor runs callbacks of different groups in parallel threads.`,
};

/** A book of both chapters. */
export const smallBook = (): Book => testBook([SENSORS_CHAPTER, QOS_CHAPTER]);
