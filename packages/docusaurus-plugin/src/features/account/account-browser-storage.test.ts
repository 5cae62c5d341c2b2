/** What the privacy page says of the browser's storage is all that the code keeps there, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BROWSER_STORAGE } from './account-browser-storage.ts';

const SOURCES = join(import.meta.dirname, '../..');
const described = BROWSER_STORAGE.flatMap(({ keys }) => keys);

/** Sources that run in the browser: no tests, no doubles, no words. */
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.(test|fixture|messages)\.tsx?$/.test(name) && !name.includes('browser-storage'),
);
const sources = files.map((name) => ({ name, text: readFileSync(join(SOURCES, name), 'utf8') }));

/** Names such as `lectern.panel`, and beginnings such as `lectern.quiz.`, that stand in the code. */
const used = sources.flatMap(({ text }) =>
  Array.from(text.matchAll(/['"`](lectern\.[A-Za-z]+)(\.?)['"`$]/g), ([, name = '', rest]) =>
    rest === '.' ? `${name}.*` : name,
  ),
);

describe('the list of what the browser keeps', () => {
  it('has every key that the code uses, and no other', () => {
    const own = described.filter((key) => key.startsWith('lectern.'));
    expect(new Set(own)).toEqual(new Set(used));
    expect(used.length).toBeGreaterThan(15);
  });

  it('names all keys, since each is written out as a text that begins with “lectern.”', () => {
    const direct = sources.flatMap(({ name, text }) =>
      Array.from(text.matchAll(/Storage\??\.(?:get|set|remove)Item\(\s*(['"`][^'"`]*)/g), ([, key]) => [name, key]),
    );
    expect(direct.filter(([, key]) => !/^['"`]lectern\./.test(key ?? ''))).toEqual([]);
    // Other stores of browsers, and cookies of scripts, are not used: the list would have to name them.
    const others = /\b(?:indexedDB|cookieStore|document\.cookie|caches\.open)\b/;
    expect(sources.filter(({ text }) => others.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('says in which of both storages an entry lies, where a file uses only one', () => {
    for (const { name, text } of sources) {
      const areas = new Set(Array.from(text.matchAll(/\b(local|session)Storage\b/g), ([, area]) => area));
      const keys = Array.from(text.matchAll(/(?:KEY|PREFIX) = '(lectern\.[A-Za-z]+)\.?'/g), ([, key]) => key);
      if (areas.size !== 1) continue;
      for (const key of keys) {
        const entries = BROWSER_STORAGE.filter((entry) => entry.keys.some((one) => one.replace('.*', '') === key));
        expect([name, key, entries.some(({ area }) => areas.has(area))]).toEqual([name, key, true]);
      }
    }
  });
});
