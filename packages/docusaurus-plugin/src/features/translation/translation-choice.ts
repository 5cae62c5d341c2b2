/** What the reader chose, kept in this browser: language, and how the text looks. */
import { isRecord } from '../../client/guard-checks.ts';

const LANGUAGE_KEY = 'lectern.language';
const TEXT_KEY = 'lectern.text';

function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null; // storage may be forbidden
  }
}

function write(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // then it lasts as long as the page
  }
}

/** The language that the reader reads in; '' when they chose the original; null when they chose nothing. */
export const chosenLanguage = (): string | null => read(LANGUAGE_KEY);

/** Keeps the choice. @param language '' for the original */
export const keepLanguage = (language: string): void => write(LANGUAGE_KEY, language);

/** How the reader wants text to look. */
export interface TextLook {
  /** Steps from the usual size, −2 … 4; one is 6.25 %. */
  readonly size: number;
  /** Steps from the usual line spacing, −1 … 2; one is 10 %. */
  readonly spacing: number;
  /** The hand in which Urdu is set. */
  readonly face: 'nastaliq' | 'naskh';
  /** Originals are shown when the pointer rests on a paragraph. */
  readonly hover: boolean;
}

/** The usual look. */
const USUAL_LOOK: TextLook = { size: 0, spacing: 0, face: 'nastaliq', hover: true };

/** Fewest and most steps. */
export const LOOK_LIMITS = { size: [-2, 4], spacing: [-1, 2] } as const;

function step(value: unknown, [least, most]: readonly [number, number]): number {
  return typeof value === 'number' && Number.isInteger(value) ? Math.min(most, Math.max(least, value)) : 0;
}

/** How the reader wants text to look. */
export function textLook(): TextLook {
  try {
    const kept: unknown = JSON.parse(read(TEXT_KEY) ?? 'null');
    if (!isRecord(kept)) return USUAL_LOOK;
    return {
      size: step(kept['size'], LOOK_LIMITS.size),
      spacing: step(kept['spacing'], LOOK_LIMITS.spacing),
      face: kept['face'] === 'naskh' ? 'naskh' : 'nastaliq',
      hover: kept['hover'] !== false,
    };
  } catch {
    return USUAL_LOOK;
  }
}

const SIZE_STEP = 0.0625;
const SPACING_STEP = 0.1;

/** Shows a look on the page; what is usual leaves no trace. */
export function applyLook({ size, spacing, face }: TextLook): void {
  const { style, dataset } = document.documentElement;
  const set = (name: string, value: number) =>
    value === 1 ? style.removeProperty(name) : style.setProperty(name, String(value));
  set('--lectern-text-scale', 1 + size * SIZE_STEP);
  set('--lectern-line-scale', 1 + spacing * SPACING_STEP);
  if (face === 'naskh') dataset['lecternFace'] = face;
  else delete dataset['lecternFace'];
}

/** Keeps a look and shows it. */
export function keepLook(look: TextLook): void {
  write(TEXT_KEY, JSON.stringify(look));
  applyLook(look);
}
