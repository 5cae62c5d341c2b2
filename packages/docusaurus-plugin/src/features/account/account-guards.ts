/** Light checks of what the server says about accounts. */
import type {
  AccountSession,
  KeptData,
  MailNotice,
  MeDeletionResponse,
  MeResponse,
  PrivacyResponse,
  ProfileResponse,
  SignInMethods,
  UserProfile,
} from '@lectern/contracts';
import {
  fields,
  isBoolean,
  isNumber,
  isString,
  listOf,
  nullable,
  oneOf,
  optional,
  shape,
} from '../../client/guard-checks.ts';

const isMethods = shape<SignInMethods>({
  password: isBoolean,
  signUp: isBoolean,
  google: isBoolean,
  github: isBoolean,
  oidc: nullable(isString),
  passkey: isBoolean,
});

/** true for the answer of `GET /me`. */
export const isMe = shape<MeResponse>({
  kind: oneOf('nobody', 'anonymous', 'account'),
  id: nullable(isString),
  name: nullable(isString),
  email: nullable(isString),
  emailVerified: isBoolean,
  role: nullable(isString),
  hasPassword: isBoolean,
  signedInAt: nullable(isString),
  methods: isMethods,
});

const isSession = shape<AccountSession>({
  id: isString,
  token: isString,
  createdAt: isString,
  updatedAt: isString,
  expiresAt: isString,
  userAgent: optional(nullable(isString)),
});

/** true for the answer of `GET /api/auth/list-sessions`. */
export const isSessionList = (value: unknown): value is AccountSession[] => listOf(isSession)(value);

/** true for the answer of `GET /api/auth/get-session`: this session, null without one. */
export const isCurrentSession = (value: unknown): value is { session: { id: string } } | null =>
  nullable(fields({ session: fields({ id: isString }) }))(value);

/** A way to sign in that belongs to an account: its password, or a service. */
export interface Connection {
  readonly id: string;
  /** `credential`: the password; else the name of a service. */
  readonly providerId: string;
}

const isConnection = shape<Connection>({ id: isString, providerId: isString });

/** true for the answer of `GET /api/auth/list-accounts`. */
export const isConnectionList = (value: unknown): value is Connection[] => listOf(isConnection)(value);

/** A passkey of an account. */
export interface Passkey {
  readonly id: string;
  readonly name?: string | null;
  /** UTC. */
  readonly createdAt?: string | null;
}

const isPasskey = shape<Passkey>({
  id: isString,
  name: optional(nullable(isString)),
  createdAt: optional(nullable(isString)),
});

/** true for the answer of `GET /api/auth/passkey/list-user-passkeys`. */
export const isPasskeyList = (value: unknown): value is Passkey[] => listOf(isPasskey)(value);

/** true for where to go on: the page of a service that signs readers in. */
export const isDestination = shape<{ url: string }>({ url: isString });

const isProfile = shape<UserProfile>({
  software: isString,
  hardware: isString,
  robotics: isString,
  owned: listOf(isString),
  codeLanguages: listOf(isString),
  languages: listOf(isString),
  goals: listOf(isString),
  interests: listOf(isString),
});

/** true for the answer of `GET` and `PUT /me/profile`. */
export const isProfileResponse = shape<ProfileResponse>({
  profile: nullable(isProfile),
  updatedAt: nullable(isString),
});

/** true for the answer of `DELETE /me`. */
export const isDeletion = shape<MeDeletionResponse>({
  status: oneOf('deleted', 'mailed'),
  mail: nullable(shape<MailNotice>({ delivery: isString, url: nullable(isString) })),
});

const isKept = shape<KeptData>({
  kind: isString,
  days: nullable(isNumber),
  personal: isBoolean,
  accountsKeep: isBoolean,
});

/** true for the answer of `GET /me/privacy`. */
export const isPrivacy = shape<PrivacyResponse>({
  kept: listOf(isKept),
  recipients: listOf(
    shape<PrivacyResponse['recipients'][number]>({
      purpose: isString,
      provider: isString,
      host: nullable(isString),
      model: nullable(isString),
      gets: listOf(isString),
      local: isBoolean,
    }),
  ),
  cookies: listOf(shape<PrivacyResponse['cookies'][number]>({ name: isString, purpose: isString, days: isNumber })),
  thirdPartyRequests: isBoolean,
  incognito: isBoolean,
});
