/** The course: its parts by week and all their chapters, those to come included. */

import urdu from './course.ur.json' with { type: 'json' };

/** One chapter of the plan; it is linked as soon as the book has it. */
export interface PlannedChapter {
  id: string;
  title: string;
}

/** One part of the course. */
export interface CoursePart {
  /** Module id: the folder of the part's chapters. */
  id: string;
  title: string;
  weeks: string;
  chapters: PlannedChapter[];
}

/** The plan of thirteen weeks. @see STYLE_GUIDE.md for the folders */
export const COURSE: CoursePart[] = [
  {
    id: 'foundations',
    title: 'Introduction to Physical AI',
    weeks: '1–2',
    chapters: [
      { id: 'what-is-physical-ai', title: 'What is Physical AI?' },
      { id: 'humanoid-landscape', title: 'The humanoid robotics landscape' },
      { id: 'sensors', title: 'Sensor systems' },
      { id: 'actuation-control', title: 'Forces, motors and feedback' },
    ],
  },
  {
    id: 'module-1-ros2',
    title: 'Module 1: The robotic nervous system (ROS 2)',
    weeks: '3–5',
    chapters: [
      { id: 'ros2-architecture', title: 'ROS 2 architecture' },
      { id: 'nodes-topics-qos', title: 'Nodes, topics and quality of service' },
      { id: 'services-actions-lifecycle', title: 'Services, actions and lifecycle' },
      { id: 'packages-launch-params', title: 'Packages, launch files and parameters' },
      { id: 'urdf-tf-control', title: 'Robot description, frames and ros2_control' },
      { id: 'python-agents', title: 'Bridging Python agents to ROS 2' },
    ],
  },
  {
    id: 'module-2-digital-twin',
    title: 'Module 2: The digital twin (Gazebo & Unity)',
    weeks: '6–7',
    chapters: [
      { id: 'simulation-physics', title: 'What a physics engine does' },
      { id: 'gazebo-sdf', title: 'Gazebo: worlds, SDF and the bridge' },
      { id: 'simulated-sensors', title: 'Simulating LiDAR, depth cameras and IMUs' },
      { id: 'unity-twin', title: 'Unity for rendering and interaction' },
    ],
  },
  {
    id: 'module-3-isaac',
    title: 'Module 3: The AI-robot brain (NVIDIA Isaac)',
    weeks: '8–10',
    chapters: [
      { id: 'isaac-platform', title: 'The Isaac platform and Isaac Sim' },
      { id: 'synthetic-perception', title: 'Synthetic data and perception' },
      { id: 'visual-slam', title: 'State estimation and visual SLAM' },
      { id: 'nav2-bipeds', title: 'Navigation with Nav2 for bipedal robots' },
      { id: 'reinforcement-learning', title: 'Reinforcement learning and Isaac Lab' },
      { id: 'sim-to-real', title: 'Sim-to-real transfer' },
    ],
  },
  {
    id: 'humanoids',
    title: 'Humanoid robot development',
    weeks: '11–12',
    chapters: [
      { id: 'humanoid-kinematics-dynamics', title: 'Kinematics and dynamics' },
      { id: 'bipedal-walking', title: 'Balance and bipedal walking' },
      { id: 'manipulation-grasping', title: 'Manipulation and grasping' },
      { id: 'hri-safety', title: 'Human–robot interaction and safety' },
    ],
  },
  {
    id: 'module-4-vla',
    title: 'Module 4: Vision-Language-Action',
    weeks: '13',
    chapters: [
      { id: 'voice-to-action', title: 'Voice to action with Whisper' },
      { id: 'llm-planning', title: 'Task planning with language models' },
      { id: 'vla-models', title: 'Imitation learning and VLA models' },
      { id: 'multimodal-interaction', title: 'Speech, gesture and vision together' },
      { id: 'capstone', title: 'Capstone: the autonomous humanoid' },
    ],
  },
];

const TITLES: Readonly<Record<string, Readonly<Record<string, string>>>> = { ur: urdu };

/** The plan with its titles in a language, as far as they have been translated. */
export function courseIn(locale: string): CoursePart[] {
  const titles = TITLES[locale] ?? {};
  const translated = <Entry extends PlannedChapter>(entry: Entry): Entry => ({
    ...entry,
    title: titles[entry.id] ?? entry.title,
  });
  return COURSE.map((part) => ({ ...translated(part), chapters: part.chapters.map(translated) }));
}

/** The modules of the manifest: the course's parts, and what stands behind them. */
export function modulesIn(locale: string): { id: string; title: string; weeks?: string }[] {
  const parts = courseIn(locale).map(({ id, title, weeks }) => ({ id, title, weeks }));
  return [...parts, { id: 'appendix', title: TITLES[locale]?.['appendix'] ?? 'Appendices' }];
}
