import { describe, expect, it } from 'vitest';
import { chooseTranslation, isOutdated } from './translation-lookup.ts';

const entry = (status: 'machine' | 'reviewed' | 'locked', context = '') => ({ status, context });

describe('of several translations', () => {
  it('locked is before reviewed before machine, this place before any', () => {
    const here = { context: 'here' };
    const all = [entry('machine', 'here'), entry('reviewed'), entry('locked'), entry('locked', 'here')];
    expect(chooseTranslation(here, all)).toEqual(entry('locked', 'here'));
    expect(chooseTranslation(here, all.slice(0, 3))).toEqual(entry('locked'));
    expect(chooseTranslation(here, all.slice(0, 2))).toEqual(entry('reviewed'));
    expect(chooseTranslation(here, [entry('machine'), entry('machine', 'here')])).toEqual(entry('machine', 'here'));
  });

  it('one for another place is none', () => {
    expect(chooseTranslation({ context: 'here' }, [entry('locked', 'there')])).toBeUndefined();
  });
});

describe('a translation is outdated', () => {
  const made = { status: 'machine', engine: 'llm', model: 'small', promptVersion: '1', glossaryVersion: 'g' } as const;
  const now = [{ engine: 'llm', promptVersion: '1', models: ['small', 'large'] }];

  it('by another prompt, model, or glossary', () => {
    expect(isOutdated(made, now, 'g')).toBe(false);
    expect(isOutdated(made, now, 'other')).toBe(true);
    expect(isOutdated({ ...made, model: 'old' }, now, 'g')).toBe(true);
    expect(isOutdated({ ...made, promptVersion: '0' }, now, 'g')).toBe(true);
    expect(isOutdated({ ...made, model: 'large' }, now, 'g')).toBe(false);
  });

  it('never when a person stands behind it, or the engine is not set up', () => {
    expect(isOutdated({ ...made, status: 'reviewed', promptVersion: '0' }, now, 'other')).toBe(false);
    expect(isOutdated({ ...made, engine: 'google', model: 'x' }, now, 'g')).toBe(false);
    expect(isOutdated({ ...made, engine: 'authors', glossaryVersion: null }, now, 'other')).toBe(false);
  });
});
