/** Signing in with a passkey: offered by the browser in the address field, and by a button. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../../client/messages.ts';
import { failuresOf } from './account-failure.ts';
import { ACCOUNT_FORM_MESSAGES as WORDS } from './account-form.messages.ts';
import { AccountNotice } from './account-notice.tsx';
import { offersAutofill, PasskeyCancelledError, passkeysWork, signInWithPasskey } from './account-passkey-ceremony.ts';

/** Properties of {@link PasskeySignIn}. */
export interface PasskeySignInProps {
  readonly onSignedIn: () => void;
}

/** The button, and the wait for a passkey that is chosen in the address field. */
export function PasskeySignIn({ onSignedIn }: PasskeySignInProps): ReactNode {
  const [problem, setProblem] = useState('');
  const ending = useRef<AbortController>(undefined);
  const done = useRef(onSignedIn);
  useEffect(() => {
    done.current = onSignedIn;
  });

  const attempt = (autofill: boolean) => {
    // A browser waits for one passkey at a time.
    ending.current?.abort();
    const controller = new AbortController();
    ending.current = controller;
    setProblem('');
    signInWithPasskey({ autofill, signal: controller.signal }).then(
      () => done.current(),
      (error: unknown) => {
        if (controller.signal.aborted || error instanceof PasskeyCancelledError || autofill) return;
        setProblem(failuresOf(error, new Set())[0]?.text ?? '');
      },
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens.
  useEffect(() => {
    let left = false;
    void offersAutofill().then((offered) => {
      if (offered && !left) attempt(true);
    });
    return () => {
      left = true;
      ending.current?.abort();
    };
  }, []);
  if (!passkeysWork()) return null;
  return (
    <>
      <button type="button" className="lectern-account-button" data-quiet onClick={() => attempt(false)}>
        {t(WORDS.withPasskey)}
      </button>
      {problem !== '' && <AccountNotice tone="wrong">{problem}</AccountNotice>}
    </>
  );
}
