import type { SidebarsConfig } from '@docusaurus/plugin-content-docs';

// By module and week, explicit on purpose: a chapter that is not listed has no place in the course.
const sidebars: SidebarsConfig = {
  book: [
    { type: 'doc', id: 'intro', label: 'How to use this book' },
    {
      type: 'category',
      label: 'Weeks 1–2 · Introduction to Physical AI',
      collapsible: false,
      items: ['foundations/what-is-physical-ai', 'foundations/sensors'],
    },
    {
      type: 'category',
      label: 'Weeks 3–5 · The robotic nervous system',
      collapsible: false,
      items: ['module-1-ros2/ros2-architecture', 'module-1-ros2/nodes-topics-qos'],
    },
    {
      type: 'category',
      label: 'Appendices',
      collapsible: false,
      items: ['appendix/math-notation', 'appendix/versions', 'appendix/glossary'],
    },
  ],
};

export default sidebars;
