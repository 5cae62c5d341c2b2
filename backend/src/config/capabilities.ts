/** What this server can do, from its settings. */
import type { Capabilities, SignInMethods } from '@lectern/contracts';
import type { Settings } from './settings.ts';

/**
 * Derives the capabilities that `/health` shows and pages adapt to. Only what this version really does: settings of
 * planned services don't count.
 */
export function capabilitiesOf(settings: Settings): Capabilities {
  return {
    database: settings.database === null ? 'embedded' : 'postgresql',
    vectors: settings.vectorStore,
    cache: settings.redisUrl === null ? 'memory' : 'redis',
    llm: settings.llm.provider,
    embeddings: settings.embedding.provider,
    translator: translatorOf(settings),
    signIn: signInMethodsOf(settings),
    features: {
      accounts: settings.features.accounts,
      chat: settings.features.chat,
      learning: settings.features.learning,
      translation: settings.features.translation,
      mcp: settings.features.mcp && settings.features.chat,
      apiReference: settings.features.apiReference,
    },
  };
}

/** The engine that is asked first for what the memory does not hold. */
function translatorOf({ features, translation }: Settings): Capabilities['translator'] {
  const [first] = translation.engines;
  if (!features.translation || first === undefined) return 'memory';
  return first === 'google-v2' || first === 'google-v3' ? 'google' : first;
}

/** How one can sign in here; nothing of it without FEATURE_ACCOUNTS. */
export function signInMethodsOf({ features, oauth, environment, smtp }: Settings): SignInMethods {
  const { accounts } = features;
  // On the machine of a developer the link is shown instead of being sent.
  const canVerify = smtp !== null || environment === 'development' || environment === 'test';
  return {
    password: accounts,
    signUp: accounts && canVerify,
    google: accounts && oauth.google !== null,
    github: accounts && oauth.github !== null,
    oidc: accounts ? (oauth.oidc?.name ?? null) : null,
    passkey: accounts,
  };
}
