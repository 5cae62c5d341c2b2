/** Names of saved conversations. */
import { expect, test } from 'vitest';
import { exportFileName } from './chat-export.ts';

test.each([
  ['Why does a late joiner miss the map?', 'Why-does-a-late-joiner-miss-the-map.md'],
  ['روبوٹ کیا ہے؟', 'روبوٹ-کیا-ہے.md'],
  ['../../etc/passwd', 'etc-passwd.md'],
  ['???', 'conversation.md'],
  ['a'.repeat(200), `${'a'.repeat(60)}.md`],
])('%s', (title, name) => {
  expect(exportFileName(title)).toBe(name);
});
