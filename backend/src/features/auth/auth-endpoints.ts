/**
 * The routes of Better-Auth that are open: what is not in this list is 404. Each says who may, what it takes, and how it
 * is held back, so that a new version of the library opens nothing by itself.
 */
import type { AuthEndpoint } from './auth-endpoint.ts';
import { ACCOUNT_ENDPOINTS } from './auth-endpoints-account.ts';
import { SIGN_IN_ENDPOINTS } from './auth-endpoints-sign-in.ts';

/** All of them. */
export const AUTH_ENDPOINTS: readonly AuthEndpoint[] = [...SIGN_IN_ENDPOINTS, ...ACCOUNT_ENDPOINTS];
