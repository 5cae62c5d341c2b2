/** The fields of the account forms: label, hint, and what is wrong, tied together for everybody. */
import { type InputHTMLAttributes, type ReactNode, useState } from 'react';
import { plural, t } from '../../client/messages.ts';
import { ACCOUNT_FORM_MESSAGES as WORDS } from './account-form.messages.ts';
import { useFormContext } from './account-form.tsx';
import { PASSWORD_LIMITS } from './account-form-checks.ts';

/** Properties of {@link AccountField}. */
export interface AccountFieldProps
  extends Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'inputMode' | 'defaultValue' | 'onChange'> {
  readonly name: string;
  readonly label: string;
  /** What the field is filled with by browsers and password managers. */
  readonly autoComplete: string;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  /** Stands at the field's end, e.g. a button. */
  readonly end?: ReactNode;
  /** Writing direction of what is entered; addresses are left to right in every language. */
  readonly dir?: 'ltr' | 'auto';
}

/** One line of text. */
export function AccountField({ name, label, hint, optional, end, ...input }: AccountFieldProps): ReactNode {
  const { idOf, errorOf, busy } = useFormContext();
  const id = idOf(name);
  const error = errorOf(name);
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(Boolean);
  return (
    <div className="lectern-field" data-invalid={error !== undefined}>
      <label htmlFor={id}>{label}</label>
      {error !== undefined && (
        <p id={`${id}-error`} className="lectern-field-error">
          {error}
        </p>
      )}
      <div className="lectern-field-box">
        <input
          {...input}
          id={id}
          name={name}
          required={!optional}
          readOnly={busy}
          spellCheck={false}
          autoCapitalize={name === 'name' ? 'words' : 'none'}
          aria-invalid={error !== undefined}
          aria-describedby={described.length > 0 ? described.join(' ') : undefined}
        />
        {end}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="lectern-field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** An e-mail address. */
export function EmailField(props: Partial<AccountFieldProps>): ReactNode {
  return (
    <AccountField
      name="email"
      label={t(WORDS.email)}
      type="email"
      inputMode="email"
      autoComplete="email"
      dir="ltr"
      {...props}
    />
  );
}

function advice(length: number): string {
  if (length === 0) return t(WORDS.passwordHint);
  if (length < PASSWORD_LIMITS.min) return plural(WORDS.passwordMore, PASSWORD_LIMITS.min - length);
  return t(length < PASSWORD_LIMITS.strong ? WORDS.passwordEnough : WORDS.passwordLong);
}

/** Properties of {@link PasswordField}. */
export interface PasswordFieldProps {
  readonly name: string;
  readonly label: string;
  /** true: a password that is chosen now; its length is counted. */
  readonly isNew?: boolean;
}

/** A password that can be looked at, and pasted. */
export function PasswordField({ name, label, isNew = false }: PasswordFieldProps): ReactNode {
  const [shown, setShown] = useState(false);
  const [length, setLength] = useState(0);
  return (
    <AccountField
      name={name}
      label={label}
      type={shown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      dir="ltr"
      {...(isNew ? { hint: advice(length), onChange: (event) => setLength(event.target.value.length) } : {})}
      end={
        <button
          type="button"
          className="lectern-field-end"
          aria-label={t(WORDS.showPassword)}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {t(shown ? WORDS.hide : WORDS.show)}
        </button>
      }
    />
  );
}
