import type { GlossaryTerm } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { glossaryMarkdown } from './glossary-markdown.ts';

const term = (name: string, more: Partial<GlossaryTerm> = {}): GlossaryTerm => ({
  term: name,
  definition: `What ${name} is.`,
  aliases: [],
  roman: [],
  policy: 'keep',
  ...more,
});

describe('glossaryMarkdown', () => {
  it('orders terms under their letters, with permanent ids', () => {
    const page = glossaryMarkdown([term('topic'), term('action'), term('ROS 2'), term('6-DoF pose')]);
    const headings = page.split('\n').filter((line) => line.startsWith('#'));
    expect(headings).toEqual([
      '## 0–9 {/* #letter-number */}',
      '### 6-DoF pose {/* #6-dof-pose */}',
      '## A {/* #letter-a */}',
      '### action {/* #action */}',
      '## R {/* #letter-r */}',
      '### ROS 2 {/* #ros-2 */}',
      '## T {/* #letter-t */}',
      '### topic {/* #topic */}',
    ]);
  });

  it('leaves other names, the Urdu and the first use to a component', () => {
    const page = glossaryMarkdown([term('IMU', { aliases: ['inertial unit'], urdu: 'حرکت پیما', chapter: 'sensors' })]);
    expect(page).toContain('<TermFacts name="IMU" />');
    expect(page).not.toMatch(/inertial unit|حرکت پیما|sensors/);
  });

  it('keeps markup in definitions from being read as markup', () => {
    const page = glossaryMarkdown([term('name', { definition: 'The path /a_b, {x} and <y>.' })]);
    expect(page).toContain('The path /a\\_b, \\{x\\} and \\<y\\>.');
  });
});
