/** Components that the plugin offers to every page without an import. */
import type { ComponentType } from 'react';
import { Quiz } from '../features/learning/quiz.tsx';

/** Name in MDX → component; merged into Docusaurus' `MDXComponents`. */
export const mdxComponents: Record<string, ComponentType<never>> = { Quiz };
