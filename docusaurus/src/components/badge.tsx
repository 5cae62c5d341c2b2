import Link from '@docusaurus/Link';
import { translate } from '@docusaurus/Translate';
import { useBaseUrlUtils } from '@docusaurus/useBaseUrl';
import type { ReactNode } from 'react';
import { type BadgeName, isBadge } from '../data/chapter-facts.ts';
import { Hint } from './hint.tsx';

/** What a badge promises, in the reader's language. */
export function badgeMeaning(badge: BadgeName): string {
  switch (badge) {
    case 'ci':
      return translate({
        id: 'book.badge.ci',
        message: 'Ran in this book’s tests; the output shown is the one they print.',
      });
    case 'ros-ci':
      return translate({ id: 'book.badge.rosCi', message: 'Ran in this book’s tests with the real rclpy.' });
    case 'docker-ci':
      return translate({
        id: 'book.badge.dockerCi',
        message: 'Runs in the ros:jazzy and ros:humble containers of the workflow.',
      });
    case 'static':
      return translate({ id: 'book.badge.static', message: 'Compiled and checked, but not run by us.' });
    case 'gpu':
      return translate({
        id: 'book.badge.gpu',
        message: 'Needs an NVIDIA GPU; taken from the named documentation, not run by us.',
      });
  }
}

/** How a piece of code was checked: a link to the explanation, with the short form on hover and focus. */
export function Badge({ name }: { name: string }): ReactNode {
  const { withBaseUrl } = useBaseUrlUtils();
  if (!isBadge(name)) return <span className="badge-mark">{name}</span>;
  return (
    <Hint text={badgeMeaning(name)}>
      {(hint) => (
        <Link className={`badge-mark badge-mark--${name}`} to={withBaseUrl('/book/intro#badges')} {...hint}>
          {name}
        </Link>
      )}
    </Hint>
  );
}
