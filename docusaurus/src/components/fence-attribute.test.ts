import { describe, expect, it } from 'vitest';
import { fenceAttribute } from './fence-attribute.ts';

describe('fenceAttribute', () => {
  it('reads either kind of quotes, in any order', () => {
    expect(fenceAttribute('title="a/b.py" badge="ci"', 'badge')).toBe('ci');
    expect(fenceAttribute("{1,3} badge='gpu' title='x'", 'badge')).toBe('gpu');
  });

  it('does not take the end of another name', () => {
    expect(fenceAttribute('subtitle="x"', 'title')).toBeUndefined();
    expect(fenceAttribute(undefined, 'title')).toBeUndefined();
  });
});
