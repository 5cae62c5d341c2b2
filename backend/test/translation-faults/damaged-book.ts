/** A small book with everything that engines damage: code, emphasis, entities, numbers, quotes. */
import type { Book } from '@lectern/contracts';
import { extractSegments } from '@lectern/segments';
import { testBook } from '../../src/features/content/content.fixture.ts';

const SOURCE = `A *node* is a process: run \`ros2 topic list\` to see all 12 topics that it "knows".

The **publisher** sends a message, and each [subscriber](./qos.mdx) gets its own copy of it.

An accelerometer at rest reads 9.81 m/s² because it measures the force that holds it up.

If $5 < 6$ and \`x & y\` are both true, then the robot's gripper closes after 250 ms.

Plain words only, without any number, name or mark of their own, stand in this sentence.
`;

/** The book; its one chapter is `default/current/sensors`. */
export function damagedBook(): Book {
  const book = testBook([{ id: 'sensors', title: 'Sensors', body: 'A sentence.' }]);
  const { segments } = extractSegments(SOURCE, { path: 'docs/sensors.mdx', format: 'mdx' });
  const [chapter] = book.chapters;
  if (chapter === undefined) throw new Error('the book has no chapter');
  const texts = segments.map(({ id, kind, text, plain, hash, placeholders }) => ({
    id,
    kind,
    text,
    plain,
    hash,
    placeholders,
  }));
  const section = { id: '', headingPath: ['Sensors'], permalink: '/book/sensors', segments: texts, code: [] };
  return { ...book, modules: [], chapters: [{ ...chapter, sections: [section] }] };
}
