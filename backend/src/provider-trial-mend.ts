/** What an operator does about a provider that does not answer. */
import { TRIAL_TIMEOUT_MS, type TrialFailure, type TrialVariables } from './provider-trial.ts';

/** In words what happened, and what to do. */
export interface ExplainedFailure {
  readonly text: string;
  readonly mend: string;
}

type Explain = (variables: TrialVariables) => ExplainedFailure;

const BY_STATUS: Readonly<Record<number, Explain>> = {
  401: ({ key }) => ({
    text: 'the key is not taken (401)',
    mend: `Copy ${key} anew from the provider's console: it is wrong, cut short, or was withdrawn.`,
  }),
  402: () => ({
    text: 'there is no credit left (402)',
    mend: "Pay in at the provider's billing page, or set another model.",
  }),
  403: ({ key }) => ({
    text: 'the key lacks the right (403)',
    mend: `Switch the API on for the project of ${key}, and give the key the right to it (models, embeddings or translation).`,
  }),
  404: ({ model, address }) => ({
    text: 'there is no such model at this address (404)',
    mend: `Correct ${model}, or ${address}.`,
  }),
  429: () => ({
    text: 'the quota is used up (429)',
    mend: 'Look at limits and billing in the provider’s console; a new account may have none before money is paid in.',
  }),
};

const REFUSED: Explain = ({ model }) => ({
  text: 'the provider does not take the request',
  mend: `Correct ${model}: it may name a model of another kind.`,
});
const REDIRECTED: Explain = ({ address }) => ({
  text: 'the address leads elsewhere, and redirects are not followed',
  mend: `Set ${address} to the final address, with https:// and the version (/v1).`,
});
const TROUBLED: Explain = () => ({
  text: 'the provider has trouble of its own',
  mend: "Look at the provider's status page, and try again.",
});

const NO_NAME: Explain = ({ address }) => ({
  text: 'the name of its host is not known',
  mend: `Correct ${address}, or mend the name service (DNS) of this machine.`,
});
const NO_CONNECTION: Explain = ({ address }) => ({
  text: 'nothing answers there',
  mend: `Start it, correct ${address}, or let the firewall or proxy of this machine pass.`,
});
const NOT_TRUSTED: Explain = () => ({
  text: 'its certificate is not trusted',
  mend: 'Check the clock of this machine; the certificate of a private authority goes into NODE_EXTRA_CA_CERTS.',
});
const LATE: Explain = ({ address }) => ({
  text: `no answer within ${TRIAL_TIMEOUT_MS / 1000} s`,
  mend: `Check ${address} and the firewall; a model of your own may still be loading.`,
});

const BY_KIND: Readonly<Record<string, Explain>> = {
  wrong_dimensions: () => ({
    text: 'its vectors have another length',
    mend: 'Set EMBEDDING_DIMENSIONS to the length that the model gives, and index again.',
  }),
  not_installed: ({ model }) => ({
    text: 'the local model or its library is not there',
    mend: `See docs/embeddings.md: install the library, and set ${model} to the model's directory.`,
  }),
  quota_spent: () => ({
    text: 'the quota of the day is used up',
    mend: 'Raise the quota in the console of the provider, or wait for tomorrow.',
  }),
  rate_limited: (variables) => byStatus(429, variables),
  unauthorized: (variables) => byStatus(401, variables),
  not_found: (variables) => byStatus(404, variables),
  timeout: LATE,
  aborted: LATE,
  unavailable: NO_CONNECTION,
  bad_request: REFUSED,
  unsupported_language: REFUSED,
  refused: () => ({ text: 'the model refused', mend: 'Choose another model: this one refused to say a single word.' }),
};

const CERTIFICATE = /CERT|SSL|TLS|^EPROTO$|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** Explains a failure: by its kind where that says more, else by status or code. */
export function explainTrialFailure({ kind, detail = '' }: TrialFailure, variables: TrialVariables): ExplainedFailure {
  const status = Number(/^HTTP (\d{3})$/.exec(detail)?.[1] ?? 0);
  const special = kind === 'quota_spent' || kind === 'rate_limited' || kind === 'wrong_dimensions';
  if (special) return explainKind(kind, variables);
  if (status > 0) return byStatus(status, variables);
  if (detail === 'ENOTFOUND' || detail === 'EAI_AGAIN') return named(NO_NAME(variables), detail);
  if (CERTIFICATE.test(detail)) return named(NOT_TRUSTED(variables), detail);
  const explained = explainKind(kind, variables);
  return detail === '' ? explained : named(explained, detail);
}

function explainKind(kind: string, variables: TrialVariables): ExplainedFailure {
  const explain = BY_KIND[kind];
  if (explain !== undefined) return explain(variables);
  return {
    text: 'what answers is not what was expected',
    mend: `Correct ${variables.address}: it must be the base URL of the API, not of a web page.`,
  };
}

function byStatus(status: number, variables: TrialVariables): ExplainedFailure {
  const explain = BY_STATUS[status];
  if (explain !== undefined) return explain(variables);
  const fallback = status >= 500 ? TROUBLED : status < 400 ? REDIRECTED : REFUSED;
  return named(fallback(variables), `HTTP ${status}`);
}

const named = ({ text, mend }: ExplainedFailure, detail: string): ExplainedFailure => ({
  text: `${text} (${detail})`,
  mend,
});
