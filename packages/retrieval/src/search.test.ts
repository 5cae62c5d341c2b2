import { describe, expect, it } from 'vitest';
import { buildIndex, deserializeIndex, extractAnswer, type IndexDocument, search, serializeIndex } from './index.ts';

export const robotBook: readonly IndexDocument[] = [
  {
    id: 'ros#topics',
    title: 'Topics',
    path: ['ROS 2', 'Topics'],
    text: 'A topic carries messages from publishers to subscribers. Use `ros2 topic echo /scan` to watch one.',
  },
  {
    id: 'ros#services',
    title: 'Services',
    path: ['ROS 2', 'Services'],
    text: 'A service answers one request with one response. The client waits for the reply.',
  },
  {
    id: 'sensors#lidar',
    title: 'Lidar',
    path: ['Sensors', 'Lidar'],
    text: 'A lidar measures distance with laser pulses. It turns at about 10 revolutions per second.',
  },
];

describe('search', () => {
  const index = buildIndex(robotBook);

  it('finds the section that a question is about', () => {
    expect(search(index, 'How far away is it, measured by laser pulses?').hits[0]?.id).toBe('sensors#lidar');
    expect(search(index, 'What is a service?').hits[0]?.id).toBe('ros#services');
  });

  it('is the same after writing and reading the index', () => {
    const restored = deserializeIndex(serializeIndex(index));
    expect(search(restored, 'publishers of a topic')).toEqual(search(index, 'publishers of a topic'));
    expect(serializeIndex(restored)).toEqual(serializeIndex(index));
  });

  it('leaves out what the filter refuses', () => {
    const { hits } = search(index, 'topic service lidar', { filter: (id) => id.startsWith('ros#') });
    expect(hits.map((hit) => hit.id).sort()).toEqual(['ros#services', 'ros#topics']);
  });

  it('quotes verbatim', () => {
    const [quote] = extractAnswer('How many revolutions per second does a lidar make?', robotBook);
    const section = robotBook.find((document) => document.id === quote?.id);
    expect(quote?.id).toBe('sensors#lidar');
    expect(section?.text.slice(quote?.start, quote?.end)).toBe(quote?.text);
  });
});
