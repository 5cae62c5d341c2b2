import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGlossary } from './glossary-index.ts';

let folder: string;
const write = (content: unknown) => {
  const file = path.join(folder, 'glossary.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'glossary-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('readGlossary', () => {
  it('finds a term by its name and its aliases, whatever the case', () => {
    const index = readGlossary(write([{ term: 'quality of service', definition: 'Rules.', aliases: ['QoS'] }]));
    expect(index.find('qos')).toEqual({ definition: 'Rules.', anchor: 'quality-of-service', aliases: ['QoS'] });
    expect(index.find('Quality of Service')?.anchor).toBe('quality-of-service');
    expect(index.find('latency')).toBeUndefined();
  });

  it('prefers a term’s own name to another’s alias', () => {
    const index = readGlossary(
      write([
        { term: 'robot', definition: 'A machine.', aliases: ['agent'] },
        { term: 'agent', definition: 'What acts.' },
      ]),
    );
    expect(index.find('agent')?.definition).toBe('What acts.');
  });

  it('says which entry is not a term', () => {
    expect(() => readGlossary(write([{ term: 'x' }]))).toThrow('entry 1');
    expect(() => readGlossary(write({}))).toThrow('a list of terms');
  });
});
