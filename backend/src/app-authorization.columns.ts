/** The columns of the table of rights, and what is common to its rows. */
import type { Asker, OwnersThings } from './app-authorization.fixture.ts';

/** Expected statuses in the order of the columns. */
export type Statuses = readonly [number, number, number, number, number, number];

/** What is sent. */
export interface RowRequest {
  readonly url?: string;
  readonly body?: object;
}

/** One row. */
export interface AuthorizationRow {
  /** Method and address, as it is registered. */
  readonly route: string;
  readonly expected: Statuses;
  /** Left out: the address as it is, without a body. */
  readonly send?: (things: OwnersThings, asker: Asker) => RowRequest;
  /** Each asker has an account of its own: the request ends sessions, or the account. */
  readonly expendable?: true;
}

/** The same for all. */
export const all = (status: number): Statuses => [status, status, status, status, status, status];
/** The owner alone; for others it is not there. */
export const owners = (status: number): Statuses => [404, 404, status, 404, 404, 404];
/** Who has signed in. */
export const accounts = (status: number): Statuses => [401, status, status, status, status, status];
/** Admins. */
export const admins = (status: number): Statuses => [401, 403, 403, 403, 403, status];
