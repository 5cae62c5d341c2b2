/** What is told of a reader, made ready to be kept. Pure. */
import type { UserProfile } from '@lectern/contracts';

/** A profile without repeats and blanks; texts are well-formed, as the database wants them. */
export function tidyProfile(told: UserProfile): UserProfile {
  const texts = (given: readonly string[]): string[] =>
    unique(given.map((text) => text.toWellFormed().normalize('NFC').trim()).filter((text) => text !== ''));
  return {
    software: told.software,
    hardware: told.hardware,
    robotics: told.robotics,
    owned: unique(told.owned),
    codeLanguages: unique(told.codeLanguages),
    languages: unique(told.languages),
    goals: texts(told.goals),
    interests: texts(told.interests),
  };
}

const unique = <T>(items: readonly T[]): T[] => Array.from(new Set(items));
