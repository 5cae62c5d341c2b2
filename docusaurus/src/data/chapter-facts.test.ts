import { describe, expect, it } from 'vitest';
import { isBadge, readChapterFacts } from './chapter-facts.ts';

describe('readChapterFacts', () => {
  it('reads what a chapter says about itself', () => {
    const facts = readChapterFacts({
      module: 'foundations',
      week: '8–9',
      minutes: 75,
      difficulty: 'beginner',
      objectives: ['Measure'],
      prerequisites: ['math-notation'],
      hardware: ['laptop'],
      tested: ['ci'],
      ros_distro: ['jazzy'],
      references: [{ id: 'a', authors: 'A', year: 2004, title: 'One', isbn: '0521540518' }],
    });
    expect(facts).toMatchObject({ week: '8–9', minutes: 75, distros: ['jazzy'] });
    expect(facts.references).toEqual([{ id: 'a', authors: 'A', year: 2004, title: 'One', isbn: '0521540518' }]);
  });

  it('takes a week that YAML made a number', () => {
    expect(readChapterFacts({ week: 2 }).week).toBe('2');
  });

  it('leaves out what is missing or of another kind', () => {
    const facts = readChapterFacts({ minutes: 'long', objectives: 'none', references: [null, { id: 'a' }, 7] });
    expect(facts.minutes).toBeUndefined();
    expect(facts.objectives).toEqual([]);
    expect(facts.references).toEqual([]);
  });

  it('knows the badges', () => {
    expect(isBadge('ros-ci')).toBe(true);
    expect(isBadge('tested')).toBe(false);
  });
});
