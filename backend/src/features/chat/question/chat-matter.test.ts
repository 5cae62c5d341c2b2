import { describe, expect, it } from 'vitest';
import { matterOf } from './chat-matter.ts';

describe('matterOf', () => {
  it.each([
    ['explain this more simply please, I got lost halfway', ''],
    ['what does this mean in practice?', ''],
    ['I don’t understand this paragraph, can you explain it like I’m five?', ''],
    ['Summarize.', ''],
    ['iska matlab kya hai? asaan alfaz mein samjhao', ''],
    ['اس کا کیا مطلب ہے؟', ''],
    ['what does this mean in practice? can you give me an example with a camera and an imu', 'camera imu'],
    ['Why does the executor block here?', 'executor block'],
    ['LiDAR کیا ہے', 'LiDAR'],
  ])('of %j is %j', (question, expected) => {
    expect(matterOf(question)).toBe(expected);
  });
});
