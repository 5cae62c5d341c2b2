import TabItem from '@theme/TabItem';
import Tabs from '@theme/Tabs';
import OriginalComponents from '@theme-original/MDXComponents';
import { Exercise, Solution } from '../../components/exercise.tsx';
import { Diagram, Figure } from '../../components/figure.tsx';
import { Cite, References } from '../../components/references.tsx';
import { Term, TermFacts } from '../../components/term.tsx';
import { Variant, Variants } from '../../components/variant.tsx';

/** What chapters use without importing it, on top of what Docusaurus and Lectern give. */
const components = {
  ...OriginalComponents,
  Cite,
  Diagram,
  Exercise,
  Figure,
  References,
  Solution,
  TabItem,
  Tabs,
  Term,
  TermFacts,
  Variant,
  Variants,
};

export default components;
