/** The two short steps about the reader, after the account itself; both can be skipped. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../../client/messages.ts';
import { MeansFields, SkillFields } from './account-background.tsx';
import { goalsFault, readBackground } from './account-background-values.ts';
import { AccountForm } from './account-form.tsx';
import { ACCOUNT_STEP_MESSAGES as WORDS } from './account-steps.messages.ts';
import { type Profile, useProfile } from './use-profile.ts';

interface StepProps {
  readonly isLast: boolean;
  readonly profile: Profile['profile'];
  readonly save: Profile['save'];
  readonly onDone: () => void;
}

function Step({ isLast, profile, save, onDone }: StepProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-labelledby="lectern-step">
      <p className="lectern-account-step">{t(WORDS.step, { number: isLast ? 3 : 2, total: 3 })}</p>
      <h2 id="lectern-step" tabIndex={-1} ref={heading}>
        {t(isLast ? WORDS.stepMeans : WORDS.stepSkills)}
      </h2>
      <p className="lectern-account-quiet">{t(WORDS.skippable)}</p>
      <AccountForm
        fields={['goals']}
        {...(isLast ? { check: ({ goals = '' }) => ({ goals: goalsFault(goals) }) } : {})}
        submit={t(isLast ? WORDS.finish : WORDS.next)}
        onSubmit={async (_values, form) => {
          await save(readBackground(form, profile));
          onDone();
        }}
        aside={
          <button type="button" className="lectern-account-link" onClick={onDone}>
            {t(WORDS.skip)}
          </button>
        }
      >
        {isLast ? <MeansFields profile={profile} /> : <SkillFields profile={profile} />}
      </AccountForm>
    </section>
  );
}

/** Properties of {@link BackgroundSteps}. */
export interface BackgroundStepsProps {
  /** Both steps are kept or skipped. */
  readonly onDone: () => void;
}

/** Asks for the background. Without an account what is told belongs to this browser, until an account takes it over. */
export function BackgroundSteps({ onDone }: BackgroundStepsProps): ReactNode {
  const [isLast, setIsLast] = useState(false);
  const { profile, save, status } = useProfile();
  if (status === 'loading' || status === 'unknown') return null;
  return (
    <Step
      key={String(isLast)}
      isLast={isLast}
      profile={profile}
      save={save}
      onDone={() => (isLast ? onDone() : setIsLast(true))}
    />
  );
}
