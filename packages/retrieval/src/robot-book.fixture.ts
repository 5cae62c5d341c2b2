import type { GlossaryEntry, IndexDocument } from './search-index.ts';

/** A small book: enough sections that rarity, headings and pages matter. */
export const robotBook: readonly IndexDocument[] = [
  {
    id: 'ros#topics',
    title: 'Topics',
    path: ['ROS 2', 'Topics'],
    text: 'A topic carries messages from publishers to subscribers. Use `ros2 topic echo /scan` to watch one. Many nodes may publish on the same topic.',
  },
  {
    id: 'ros#services',
    title: 'Services',
    path: ['ROS 2', 'Services'],
    text: 'A service answers one request with one response. The client waits for the reply of the server.',
  },
  {
    id: 'ros#actions',
    title: 'Actions',
    path: ['ROS 2', 'Actions'],
    text: 'An action is a long task with feedback. The client may cancel its goal while the server works.',
  },
  {
    id: 'ros#nodes',
    title: 'Nodes',
    path: ['ROS 2', 'Nodes'],
    text: 'A node is a process that does one job. Nodes find each other by discovery and are grouped into packages.',
  },
  {
    id: 'ros#quality',
    title: 'Quality of service',
    path: ['ROS 2', 'Quality of service'],
    text: 'Reliability, durability and depth decide which messages are kept. With transient local durability late joining subscribers receive the last message.',
  },
  {
    id: 'sensors#lidar',
    title: 'Lidar',
    path: ['Sensors', 'Lidar'],
    text: 'A lidar measures distance with laser pulses. It turns at about 10 revolutions per second. Rain and dust scatter the beam.',
  },
  {
    id: 'sensors#imu',
    title: 'Inertial measurement unit',
    path: ['Sensors', 'Inertial measurement unit'],
    text: 'An inertial measurement unit has three gyroscopes and three accelerometers. Its heading drifts because errors are integrated.',
  },
  {
    id: 'sensors#camera',
    title: 'Cameras',
    path: ['Sensors', 'Cameras'],
    text: 'A camera projects the scene onto an image. Calibration finds focal length and distortion of the lens.',
  },
  {
    id: 'body#joints',
    title: 'Joints and links',
    path: ['Robot body', 'Joints and links'],
    text: 'A joint connects two links and moves about one axis. The joint_state_publisher reports angles in radians.',
  },
  {
    id: 'body#motors',
    title: 'Motors',
    path: ['Robot body', 'Motors'],
    text: 'A brushless motor turns current into torque. Gears multiply torque and divide speed.',
  },
  {
    id: 'ai#learning',
    title: 'Learning to walk',
    path: ['Embodied intelligence', 'Learning to walk'],
    text: 'A policy maps observations to motor commands. In simulation the robot falls a million times without damage.',
  },
  {
    id: 'ai#simulation',
    title: 'Simulation',
    path: ['Embodied intelligence', 'Simulation'],
    text: 'A simulator integrates the equations of motion. Contacts and friction are approximated, so a gap to reality remains.',
  },
];

/** Terms of the book with Urdu and Roman Urdu spellings. */
export const robotGlossary: readonly GlossaryEntry[] = [
  { term: 'inertial measurement unit', aliases: ['IMU'], urdu: 'جمودی پیمائشی اکائی', roman: ['jamoodi paimaish'] },
  { term: 'lidar', aliases: ['laser scanner'], urdu: 'لائیڈار', roman: ['laidar'] },
  { term: 'joint', urdu: 'جوڑ', roman: ['jor', 'jorr'] },
];
