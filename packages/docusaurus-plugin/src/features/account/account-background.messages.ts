/** The words of the background: levels with what they mean, what one has, and what each answer changes in the book. */
import type { Message } from '../../client/messages.ts';

/** Words of the background, by what they are for. */
export const BACKGROUND_MESSAGES = {
  software: { id: 'lectern.background.software', message: 'Programming' },
  softwareWhy: {
    id: 'lectern.background.softwareWhy',
    message: 'Decides whether code is explained line by line or at a glance.',
  },
  softwareNone: { id: 'lectern.background.softwareNone', message: 'I have not programmed yet.' },
  softwareBeginner: { id: 'lectern.background.softwareBeginner', message: 'I can change a script and run it.' },
  softwareIntermediate: {
    id: 'lectern.background.softwareIntermediate',
    message: 'I write programs of several files, and find their faults.',
  },
  softwareAdvanced: { id: 'lectern.background.softwareAdvanced', message: 'I design software that others build on.' },

  hardware: { id: 'lectern.background.hardware', message: 'Electronics and computers' },
  hardwareWhy: {
    id: 'lectern.background.hardwareWhy',
    message: 'Decides whether wiring, boards and drivers are explained from the beginning.',
  },
  hardwareNone: { id: 'lectern.background.hardwareNone', message: 'I have not connected anything yet.' },
  hardwareBeginner: {
    id: 'lectern.background.hardwareBeginner',
    message: 'I have lit an LED, or set up a Raspberry Pi.',
  },
  hardwareIntermediate: {
    id: 'lectern.background.hardwareIntermediate',
    message: 'I read data sheets and connect sensors over I²C, SPI or CAN.',
  },
  hardwareAdvanced: {
    id: 'lectern.background.hardwareAdvanced',
    message: 'I design boards, or bring Linux up on new ones.',
  },

  robotics: { id: 'lectern.background.robotics', message: 'Robots and AI' },
  roboticsWhy: {
    id: 'lectern.background.roboticsWhy',
    message: 'Decides which ideas are taken for granted and which are told first.',
  },
  roboticsNone: { id: 'lectern.background.roboticsNone', message: 'Both are new to me.' },
  roboticsBeginner: {
    id: 'lectern.background.roboticsBeginner',
    message: 'I have run a simulation, or trained a small model.',
  },
  roboticsIntermediate: {
    id: 'lectern.background.roboticsIntermediate',
    message: 'I have built something of my own with ROS or a trained model.',
  },
  roboticsAdvanced: { id: 'lectern.background.roboticsAdvanced', message: 'I work on robots, or on models for them.' },

  none: { id: 'lectern.background.none', message: 'None' },
  beginner: { id: 'lectern.background.beginner', message: 'Beginner' },
  intermediate: { id: 'lectern.background.intermediate', message: 'Intermediate' },
  advanced: { id: 'lectern.background.advanced', message: 'Advanced' },

  owned: { id: 'lectern.background.owned', message: 'Hardware at hand' },
  ownedWhy: {
    id: 'lectern.background.ownedWhy',
    message: 'Chapters then say what you can run yourself, and what to simulate instead.',
  },
  laptop: { id: 'lectern.background.laptop', message: 'A laptop, nothing else' },
  rtx: { id: 'lectern.background.rtx', message: 'A computer with an RTX GPU' },
  jetson: { id: 'lectern.background.jetson', message: 'A Jetson board' },
  robot: { id: 'lectern.background.robot', message: 'A real robot' },

  codeLanguages: { id: 'lectern.background.codeLanguages', message: 'Languages you write code in' },
  codeLanguagesWhy: {
    id: 'lectern.background.codeLanguagesWhy',
    message: 'New things are compared with the ones you know.',
  },
  language: { id: 'lectern.background.language', message: 'Language you like to read in' },
  languageWhy: {
    id: 'lectern.background.languageWhy',
    message: 'Chapters and answers come in it where there are any.',
  },
  languageAny: { id: 'lectern.background.languageAny', message: 'As the page is' },
  goals: { id: 'lectern.background.goals', message: 'What you want to reach' },
  goalsWhy: {
    id: 'lectern.background.goalsWhy',
    message: 'One per line, five at most. Examples and questions to go on with are chosen for them.',
  },
  goalsFault: {
    id: 'lectern.background.goalsFault',
    message: 'Enter at most five lines of at most 200 characters.',
  },
} as const satisfies Record<string, Message>;
