/** The background between the form and the contract. */
import type { CodeLanguage, SupportedLanguage, UserProfile, UserProfileInput } from '@lectern/contracts';
import { t } from '../../client/messages.ts';
import { BACKGROUND_MESSAGES as WORDS } from './account-background.messages.ts';

/** Levels, lowest first. */
export const LEVELS = ['none', 'beginner', 'intermediate', 'advanced'] as const;
/** A level. */
export type Level = (typeof LEVELS)[number];
/** What readers say their level of. */
export const SKILLS = ['software', 'hardware', 'robotics'] as const;
/** A skill. */
export type Skill = (typeof SKILLS)[number];
/** Hardware that readers may have. */
export const OWNED = ['laptop', 'rtx', 'jetson', 'robot'] as const;

const CODE_LANGUAGES: readonly CodeLanguage[] = [
  'python',
  'cpp',
  'c',
  'rust',
  'typescript',
  'javascript',
  'java',
  'csharp',
  'go',
  'matlab',
  'julia',
  'bash',
];

/** Names of the languages for code; names are not translated. */
export const CODE_LANGUAGE_NAMES: Readonly<Record<CodeLanguage, string>> = {
  python: 'Python',
  cpp: 'C++',
  c: 'C',
  rust: 'Rust',
  typescript: 'TypeScript',
  javascript: 'JavaScript',
  java: 'Java',
  csharp: 'C#',
  go: 'Go',
  matlab: 'MATLAB',
  julia: 'Julia',
  bash: 'Bash',
};

/** Languages that chapters can be read in, each in itself. */
export const READING_LANGUAGE_NAMES: Readonly<Record<SupportedLanguage, string>> = {
  en: 'English',
  ur: 'اردو',
  ar: 'العربية',
  bn: 'বাংলা',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  hi: 'हिन्दी',
  id: 'Bahasa Indonesia',
  it: 'Italiano',
  ja: '日本語',
  ko: '한국어',
  pt: 'Português (Brasil)',
  ru: 'Русский',
  zh: '简体中文',
};

const GOALS = { count: 5, chars: 200 } as const;

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((item) => item === value);
}

const someOf = <T extends string>(allowed: readonly T[], values: readonly unknown[]): T[] =>
  allowed.filter((item) => values.includes(item));

/** What a field of text holds; '' for what is none. */
function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Lines of the field for goals, without empty ones. */
function goalsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What is wrong with the goals; undefined: nothing. */
export function goalsFault(text: string): string | undefined {
  const goals = goalsOf(text);
  const fits = goals.length <= GOALS.count && goals.every((goal) => goal.length <= GOALS.chars);
  return fits ? undefined : t(WORDS.goalsFault);
}

/**
 * The profile after a form was filled in. What the form has no fields for stays as it was, so that each of its steps can
 * be saved alone.
 */
export function readBackground(form: FormData, before: UserProfile | null): UserProfileInput {
  const level = (skill: Skill): Level => oneOf(LEVELS, form.get(skill)) ?? before?.[skill] ?? 'none';
  const base = {
    software: level('software'),
    hardware: level('hardware'),
    robotics: level('robotics'),
    interests: before?.interests ?? [],
  };
  if (!form.has('goals')) {
    const { owned = [], codeLanguages: known = [], languages = [], goals = [] } = before ?? {};
    return { ...base, owned, codeLanguages: known, languages, goals };
  }
  const first = textOf(form, 'language');
  const others = (before?.languages ?? []).slice(1).filter((tag) => tag !== first);
  return {
    ...base,
    owned: someOf(OWNED, form.getAll('owned')),
    codeLanguages: someOf(CODE_LANGUAGES, form.getAll('codeLanguages')),
    languages: first === '' ? [] : [first, ...others],
    goals: goalsOf(textOf(form, 'goals')),
  };
}
