/** The fields of the background, in two steps: what one can do, and what one has and wants. */
import type { UserProfile } from '@lectern/contracts';
import type { ReactNode } from 'react';
import { t } from '../../client/messages.ts';
import { BACKGROUND_MESSAGES as WORDS } from './account-background.messages.ts';
import {
  CODE_LANGUAGE_NAMES,
  LEVELS,
  type Level,
  OWNED,
  READING_LANGUAGE_NAMES,
  SKILLS,
  type Skill,
} from './account-background-values.ts';
import { useFormContext } from './account-form.tsx';

/** Properties of both steps. */
export interface BackgroundProps {
  /** What was told before; null: nothing. */
  readonly profile: UserProfile | null;
}

const MEANINGS = {
  software: {
    none: WORDS.softwareNone,
    beginner: WORDS.softwareBeginner,
    intermediate: WORDS.softwareIntermediate,
    advanced: WORDS.softwareAdvanced,
  },
  hardware: {
    none: WORDS.hardwareNone,
    beginner: WORDS.hardwareBeginner,
    intermediate: WORDS.hardwareIntermediate,
    advanced: WORDS.hardwareAdvanced,
  },
  robotics: {
    none: WORDS.roboticsNone,
    beginner: WORDS.roboticsBeginner,
    intermediate: WORDS.roboticsIntermediate,
    advanced: WORDS.roboticsAdvanced,
  },
} as const;

const REASONS = { software: WORDS.softwareWhy, hardware: WORDS.hardwareWhy, robotics: WORDS.roboticsWhy } as const;

function SkillField({ skill, level }: { skill: Skill; level: Level | undefined }): ReactNode {
  const { idOf } = useFormContext();
  const id = idOf(skill);
  return (
    <fieldset className="lectern-choices" aria-describedby={`${id}-why`}>
      <legend>{t(WORDS[skill])}</legend>
      <p id={`${id}-why`} className="lectern-field-hint">
        {t(REASONS[skill])}
      </p>
      <div className="lectern-choices-list">
        {LEVELS.map((value) => (
          <label key={value} className="lectern-choice">
            <input type="radio" name={skill} value={value} defaultChecked={value === level} />
            <span className="lectern-choice-name">{t(WORDS[value])}</span>
            <span className="lectern-choice-meaning">{t(MEANINGS[skill][value])}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The first step: programming, electronics, robots. */
export function SkillFields({ profile }: BackgroundProps): ReactNode {
  return SKILLS.map((skill) => <SkillField key={skill} skill={skill} level={profile?.[skill]} />);
}

interface TicksProps {
  readonly name: string;
  readonly legend: string;
  readonly why: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly ticked: readonly string[];
  /** true: short names that stand side by side. */
  readonly inline?: boolean;
}

function Ticks({ name, legend, why, options, ticked, inline = false }: TicksProps): ReactNode {
  const { idOf } = useFormContext();
  const id = idOf(name);
  return (
    <fieldset className="lectern-choices" aria-describedby={`${id}-why`}>
      <legend>{legend}</legend>
      <p id={`${id}-why`} className="lectern-field-hint">
        {why}
      </p>
      <div className="lectern-choices-list" data-inline={inline}>
        {options.map(([value, label]) => (
          <label key={value} className="lectern-choice">
            <input type="checkbox" name={name} value={value} defaultChecked={ticked.includes(value)} />
            <span className="lectern-choice-name">{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Tags beside the usual ones that the reader chose elsewhere stay to be chosen. */
function languageOptions(chosen: string | undefined): readonly (readonly [string, string])[] {
  const known = Object.entries(READING_LANGUAGE_NAMES);
  return chosen === undefined || chosen in READING_LANGUAGE_NAMES ? known : [[chosen, chosen], ...known];
}

/** The second step: hardware at hand, languages, goals. */
export function MeansFields({ profile }: BackgroundProps): ReactNode {
  const { idOf, errorOf } = useFormContext();
  const language = profile?.languages[0];
  const error = errorOf('goals');
  const goalsId = idOf('goals');
  return (
    <>
      <Ticks
        name="owned"
        legend={t(WORDS.owned)}
        why={t(WORDS.ownedWhy)}
        options={OWNED.map((value) => [value, t(WORDS[value])])}
        ticked={profile?.owned ?? []}
      />
      <Ticks
        name="codeLanguages"
        legend={t(WORDS.codeLanguages)}
        why={t(WORDS.codeLanguagesWhy)}
        options={Object.entries(CODE_LANGUAGE_NAMES)}
        ticked={profile?.codeLanguages ?? []}
        inline
      />
      <div className="lectern-field">
        <label htmlFor={idOf('language')}>{t(WORDS.language)}</label>
        <p id={`${idOf('language')}-why`} className="lectern-field-hint">
          {t(WORDS.languageWhy)}
        </p>
        <div className="lectern-field-box">
          <select
            id={idOf('language')}
            name="language"
            defaultValue={language ?? ''}
            aria-describedby={`${idOf('language')}-why`}
          >
            <option value="">{t(WORDS.languageAny)}</option>
            {languageOptions(language).map(([tag, label]) => (
              <option key={tag} value={tag} lang={tag}>
                {label}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="lectern-field" data-invalid={error !== undefined}>
        <label htmlFor={goalsId}>{t(WORDS.goals)}</label>
        <p id={`${goalsId}-why`} className="lectern-field-hint">
          {t(WORDS.goalsWhy)}
        </p>
        {error !== undefined && (
          <p id={`${goalsId}-error`} className="lectern-field-error">
            {error}
          </p>
        )}
        <div className="lectern-field-box">
          <textarea
            id={goalsId}
            name="goals"
            rows={3}
            dir="auto"
            defaultValue={profile?.goals.join('\n')}
            aria-invalid={error !== undefined}
            aria-describedby={`${goalsId}-why${error === undefined ? '' : ` ${goalsId}-error`}`}
          />
        </div>
      </div>
    </>
  );
}
