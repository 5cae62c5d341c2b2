import { describe, expect, it } from 'vitest';
import { svgSize } from './svg-size.ts';

describe('svgSize', () => {
  it('reads the viewBox, with commas, blanks and offsets', () => {
    expect(svgSize('<svg xmlns="x" viewBox="0 0 720 330">')).toEqual({ width: 720, height: 330 });
    expect(svgSize('<?xml?>\n<svg width="1" viewBox="-8,4.5,560.4,180.6"/>')).toEqual({ width: 560, height: 181 });
  });

  it('says nothing about pictures without one', () => {
    expect(svgSize('<svg width="10" height="10"/>')).toBeUndefined();
    expect(svgSize('<svg viewBox="0 0 0 10"/>')).toBeUndefined();
  });
});
