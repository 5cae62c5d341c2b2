/** Engine-neutral texts as people read them. Pure. */
import type { Placeholder } from '@lectern/contracts';

/** The normal form of plain text: NFC, blanks collapsed. */
export const plainOf = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** Reads an engine-neutral text: readings in the place of atoms, marks of pairs left out, escapes undone. */
export const readNeutral = (text: string, placeholders: readonly Pick<Placeholder, 'id' | 'reading'>[]): string => {
  const readings = new Map(placeholders.map(({ id, reading }) => [id, reading]));
  const parts = text.split(/(<x\d+\/>|<\/?g\d+>)/);
  const read = parts.map((part) => {
    const atom = /^<(x\d+)\/>$/.exec(part)?.[1];
    if (atom !== undefined) return readings.get(atom) ?? '';
    if (/^<\/?g\d+>$/.test(part)) return '';
    return part.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  });
  return plainOf(read.join(''));
};

/** Whether two BCP 47 tags name the same language, regions aside. */
export const isSameLanguage = (one: string, other: string): boolean =>
  one.split('-')[0]?.toLowerCase() === other.split('-')[0]?.toLowerCase();
