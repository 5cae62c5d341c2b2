/**
 * A form that loses nothing: fields keep what they hold, faults stand beside them and in a summary that takes the focus.
 * Fields are the browser's own, so that password managers and autofill work as anywhere else.
 */
import {
  createContext,
  type ReactNode,
  type SubmitEvent,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { isAbort } from '../../client/client-errors.ts';
import { t } from '../../client/messages.ts';
import { type FormFailure, failuresOf } from './account-failure.ts';
import { ACCOUNT_FORM_MESSAGES as WORDS } from './account-form.messages.ts';

/** What the fields hold, by name. */
export type FormValues = Readonly<Record<string, string>>;
/** What is wrong with some fields before anything is sent, by name. */
export type FieldFaults = Readonly<Record<string, string | undefined>>;

interface FormContextValue {
  readonly idOf: (field: string) => string;
  readonly errorOf: (field: string) => string | undefined;
  readonly busy: boolean;
}

const FormContext = createContext<FormContextValue>({ idOf: (field) => field, errorOf: () => undefined, busy: false });

/** The form that a field stands in. */
export const useFormContext = (): FormContextValue => useContext(FormContext);

/** Properties of {@link AccountForm}. */
export interface AccountFormProps {
  /** Names of the fields in the order of the page: the summary lists faults in it. */
  readonly fields: readonly string[];
  /** Says what is wrong before anything is sent. */
  readonly check?: (values: FormValues) => FieldFaults;
  /** Sends the form; may throw the client's errors. */
  readonly onSubmit: (values: FormValues, form: FormData, signal: AbortSignal) => Promise<void>;
  /** Words of the button. */
  readonly submit: string;
  /** Words of the button while the server works. */
  readonly working?: string;
  /** Beside the button. */
  readonly aside?: ReactNode;
  /** A quieter button, for forms of which a page has several. */
  readonly quiet?: boolean;
  /** What the button does can't be undone. */
  readonly danger?: boolean;
  /** Accessible name, for pages with several forms. */
  readonly label?: string;
  readonly children: ReactNode;
}

function valuesOf(form: FormData): FormValues {
  return Object.fromEntries([...form].map(([name, value]) => [name, typeof value === 'string' ? value : '']));
}

/** The faults of a form, with the way to each field. Takes the focus when it appears. */
function FailureSummary({
  failures,
  idOf,
}: {
  failures: readonly FormFailure[];
  idOf: (field: string) => string;
}): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new list of faults takes the focus anew.
  useEffect(() => ref.current?.focus(), [failures]);
  const headingId = useId();
  return (
    <div ref={ref} className="lectern-form-summary" role="alert" tabIndex={-1} aria-labelledby={headingId}>
      <p id={headingId} className="lectern-form-summary-title">
        {failures.every(({ field }) => field === null) ? failures.map(({ text }) => text).join(' ') : t(WORDS.wrongOne)}
      </p>
      {failures.some(({ field }) => field !== null) && (
        <ul>
          {failures.map(({ field, text }) => (
            <li key={`${field}${text}`}>
              {field === null ? (
                text
              ) : (
                <a
                  href={`#${idOf(field)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(idOf(field))?.focus();
                  }}
                >
                  {text}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A form of the account pages. */
export function AccountForm({
  fields,
  check,
  onSubmit,
  submit,
  working,
  aside,
  quiet,
  danger,
  label,
  children,
}: AccountFormProps): ReactNode {
  const prefix = useId();
  const [failures, setFailures] = useState<readonly FormFailure[]>([]);
  const [busy, setBusy] = useState(false);
  const ending = useRef<AbortController>(undefined);
  useEffect(() => () => ending.current?.abort(), []);

  const idOf = useCallback((field: string) => `${prefix}${field}`, [prefix]);
  const context = useMemo<FormContextValue>(
    () => ({ idOf, busy, errorOf: (name) => failures.find(({ field }) => field === name)?.text }),
    [idOf, busy, failures],
  );

  const send = async (form: FormData) => {
    const values = valuesOf(form);
    const faults = check?.(values) ?? {};
    const wrong = fields.flatMap((field) => (faults[field] === undefined ? [] : [{ field, text: faults[field] }]));
    setFailures(wrong);
    if (wrong.length > 0) return;
    ending.current = new AbortController();
    const { signal } = ending.current;
    setBusy(true);
    try {
      await onSubmit(values, form, signal);
    } catch (error) {
      if (!isAbort(error)) setFailures(failuresOf(error, new Set(fields)));
    } finally {
      if (!signal.aborted) setBusy(false);
    }
  };
  const submitted = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!busy) void send(new FormData(event.currentTarget));
  };
  return (
    <FormContext.Provider value={context}>
      {/* The faults are told in the page's own language and place: not in the browser's bubbles. */}
      <form className="lectern-form" noValidate onSubmit={submitted} aria-label={label} aria-busy={busy}>
        {failures.length > 0 && <FailureSummary failures={failures} idOf={idOf} />}
        {children}
        <div className="lectern-form-actions">
          <button
            type="submit"
            className="lectern-account-button"
            data-quiet={quiet}
            data-danger={danger}
            aria-disabled={busy}
          >
            {busy ? (working ?? t(WORDS.working)) : submit}
          </button>
          {aside}
        </div>
      </form>
    </FormContext.Provider>
  );
}
