/**
 * One-time tickets for sockets: a browser sends no headers of one's choice with a WebSocket, and no cookie to another
 * site. A ticket is `<nonce>.<identity>.<expires, seconds>.<signature>`; it goes into the address, so that it is short
 * of life and used up by its first use.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { WebSocketTicket } from '@lectern/contracts';
import { AuthenticationError } from '../../../config/app-error.ts';
import type { ClaimStore } from '../../../providers/cache/index.ts';

/** What tickets need. */
export interface TicketOptions {
  /** 32 bytes. */
  readonly key: Buffer;
  /** Where it is kept which tickets were used. */
  readonly claims: ClaimStore;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Issues tickets and takes them. */
export type Tickets = ReturnType<typeof createTickets>;

/** Life of a ticket, milliseconds. */
export const TICKET_MS = 60_000;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TICKET = new RegExp(`^(${UUID})\\.(${UUID})\\.(\\d{9,11})\\.([\\w-]{43})$`);

/** Makes them. */
export const createTickets = ({ key, claims, now = Date.now }: TicketOptions) => {
  const signature = (payload: string): Buffer => createHmac('sha256', key).update(`socket:${payload}`).digest();
  return {
    /** A ticket for an identity. */
    issue(identityId: string): WebSocketTicket {
      const expires = Math.ceil((now() + TICKET_MS) / 1000);
      const payload = `${randomUUID()}.${identityId}.${expires}`;
      const ticket = `${payload}.${signature(payload).toString('base64url')}`;
      return { ticket, expiresAt: new Date(expires * 1000).toISOString() };
    },

    /** Takes a ticket. @returns its identity @throws TICKET_INVALID when it is forged, expired or used */
    async redeem(ticket: string): Promise<string> {
      const [, nonce, identityId, expires, given] = TICKET.exec(ticket) ?? [];
      if (!nonce || !identityId || !expires || !given) throw new AuthenticationError('TICKET_INVALID');
      const mac = Buffer.from(given, 'base64url');
      const expected = signature(`${nonce}.${identityId}.${expires}`);
      const genuine = mac.length === expected.length && timingSafeEqual(mac, expected);
      if (!genuine || Number(expires) * 1000 <= now()) throw new AuthenticationError('TICKET_INVALID');
      // Longer than it lives: it must not come back to life by a clock that is behind.
      if ((await claims.claim(`ticket:${nonce}`, 'used', 2 * TICKET_MS)) !== null) {
        throw new AuthenticationError('TICKET_INVALID');
      }
      return identityId;
    },
  };
};
