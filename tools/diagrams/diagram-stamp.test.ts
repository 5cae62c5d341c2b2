import { describe, expect, it } from 'vitest';
import { diagramHash, readStamp, stampDrawing } from './diagram-stamp.ts';

describe('diagram stamps', () => {
  it('come back from a drawn file', () => {
    const hash = diagramHash('flowchart LR\n a --> b', { theme: 'base' }, '12.0.0');
    expect(readStamp(stampDrawing('<svg/>', { hash, nodes: 2 }))).toEqual({ hash, nodes: 2 });
  });

  it('change with the source, the configuration and the version', () => {
    const base = diagramHash('a', { x: 1 }, '1');
    expect(diagramHash('b', { x: 1 }, '1')).not.toBe(base);
    expect(diagramHash('a', { x: 2 }, '1')).not.toBe(base);
    expect(diagramHash('a', { x: 1 }, '2')).not.toBe(base);
  });

  it('do not change with the line ends of a checkout', () => {
    expect(diagramHash('a\r\nb', {}, '1')).toBe(diagramHash('a\nb', {}, '1'));
  });

  it('are not seen in pictures from elsewhere', () => {
    expect(readStamp('<svg xmlns="http://www.w3.org/2000/svg"/>')).toBeUndefined();
  });
});
