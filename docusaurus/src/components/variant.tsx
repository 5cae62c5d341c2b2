import { translate } from '@docusaurus/Translate';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import type { ReactNode } from 'react';

/** For whom a variant is written; what is left out doesn't matter. */
export interface VariantProps {
  for?: string;
  level?: string;
  hardware?: string;
  children?: ReactNode;
}

/** A passage and the author's variants of it: the general text is shown, the variants are folded under it. */
export function Variants({ children }: { children?: ReactNode }): ReactNode {
  return <div className="variants">{children}</div>;
}

/** One author-written variant, folded until the reader asks for it. */
export function Variant({ for: background, level, hardware, children }: VariantProps): ReactNode {
  useInterfaceLanguage();
  const audience = [
    background && backgroundLabel(background),
    level && levelLabel(level),
    hardware && hardwareLabel(hardware),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <details
      className="fold variant"
      data-lectern-variant=""
      data-variant-for={background}
      data-variant-level={level}
      data-variant-hardware={hardware}
    >
      <summary>{translate({ id: 'book.variant.summary', message: 'The same, {audience}' }, { audience })}</summary>
      {children}
    </details>
  );
}

function backgroundLabel(background: string): string {
  return background === 'hardware'
    ? translate({ id: 'book.variant.hardware', message: 'if you come from hardware' })
    : translate({ id: 'book.variant.software', message: 'if you come from software' });
}

function levelLabel(level: string): string {
  switch (level) {
    case 'advanced':
      return translate({ id: 'book.variant.advanced', message: 'in more depth' });
    case 'intermediate':
      return translate({ id: 'book.variant.intermediate', message: 'with some experience' });
    default:
      return translate({ id: 'book.variant.beginner', message: 'step by step' });
  }
}

function hardwareLabel(hardware: string): string {
  switch (hardware) {
    case 'rtx':
      return translate({ id: 'book.variant.rtx', message: 'with an RTX workstation' });
    case 'jetson':
      return translate({ id: 'book.variant.jetson', message: 'with a Jetson' });
    case 'robot':
      return translate({ id: 'book.variant.robot', message: 'with a robot' });
    default:
      return translate({ id: 'book.variant.laptop', message: 'with a laptop only' });
  }
}
