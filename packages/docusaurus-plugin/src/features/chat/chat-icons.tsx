/** The icons of the chat: one stroke, 20 × 20, in the text's colour; the name is always beside them. */
import type { ReactNode } from 'react';

const PATHS = {
  ask: 'M4 4.5h12a1.5 1.5 0 0 1 1.5 1.5v6.5A1.5 1.5 0 0 1 16 14h-5.5L6.5 17v-3H4A1.5 1.5 0 0 1 2.5 12.5V6A1.5 1.5 0 0 1 4 4.5z',
  close: 'M5 5l10 10M15 5L5 15',
  send: 'M10 16V4.5M5 9.5l5-5 5 5',
  stop: 'M6 6h8v8H6z',
  copy: 'M7.5 7.5h8v8h-8zM4.5 12.5v-8h8',
  retry: 'M15.5 8A6 6 0 1 0 16 11.5M16 4v4h-4',
  lock: 'M5.5 9.5h9v6.5h-9zM7.5 9.5V7a2.5 2.5 0 0 1 5 0v2.5',
  up: 'M3.5 9.5h2.5v6.5H3.5zM6 10l3.5-6c1.2 0 1.8.9 1.5 2L10.5 8.5h5L14.5 16H6',
  down: 'M3.5 10.5h2.5V4H3.5zM6 10l3.5 6c1.2 0 1.8-.9 1.5-2l-.5-2.5h5L14.5 4H6',
  restart: 'M10 4.5v11M4.5 10h11',
  history: 'M10 6.5V10l2.5 1.5M4 10a6 6 0 1 0 1.8-4.3M4 3.5v3h3',
  edit: 'M4 16l.8-3.2L13 4.6l2.4 2.4-8.2 8.2zM11.5 6.1l2.4 2.4',
  save: 'M10 3.5v9M6 9l4 4 4-4M4 16.5h12',
  delete: 'M4.5 6h11M8 6V4h4v2M6 6l.7 10h6.6L14 6',
  previous: 'M12 5l-5 5 5 5',
  next: 'M8 5l5 5-5 5',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.1M8.5 8.5h.1M11.5 8.5h.1M14.5 8.5h.1M6.5 11.5h7',
} as const;

/** Name of an icon. */
export type IconName = keyof typeof PATHS;

/** Draws an icon; hidden from screen readers, which read the name beside it. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="lectern-icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
