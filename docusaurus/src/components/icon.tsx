import type { ReactNode } from 'react';

/** The icons of the page: 16 px, one stroke, drawn for this book. They stand beside a text, never alone. */
const PATHS = {
  time: 'M8 1.8a6.200 6.200 0 1 0 0 12.400a6.200 6.200 0 0 0 0-12.400ZM8 4.600V8l2.400 1.600',
  week: 'M2.500 4h11v9.500h-11zM2.500 7h11M5.200 2.200V4M10.800 2.200V4',
  level: 'M3 13V9.500M8 13V6.200M13 13V2.800',
  machine: 'M3 3.500h10v7H3zM1.500 13h13',
  tested: 'M2.500 8.600l3.400 3.400 7.600-8',
} as const;

/** Name of an icon. */
export type IconName = keyof typeof PATHS;

/** One icon, hidden from assistive technology because the text beside it says the same. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
