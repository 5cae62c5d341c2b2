/**
 * Who may speak to `/mcp`. A server on a reader's own machine is within reach of every page in their browser: by an
 * Origin of its own, or by a name that was made to point to 127.0.0.1 (DNS rebinding). Pure.
 * @see https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#security-warning
 */
import { isIP } from 'node:net';

/** What of a request tells where it is from. */
export interface CallerHeaders {
  readonly origin: string | undefined;
  /** Name in the Host header, without the port; '' when there is none. */
  readonly hostname: string;
  /** Address at which the server was reached. */
  readonly localAddress: string | undefined;
}

/** Whom the operator lets in. */
export interface CallerPolicy {
  /** PUBLIC_URL and CORS_ORIGINS, lower case. */
  readonly origins: ReadonlySet<string>;
  /** Pages of this machine may call too: development. */
  readonly ownMachine: boolean;
}

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/**
 * Whether a caller may speak to the server. Programs send no Origin and may; pages may from the operator's origins. Where
 * the server was reached over loopback, the Host must be a name that no stranger can point there.
 */
export const mayCall = ({ origin, hostname, localAddress }: CallerHeaders, policy: CallerPolicy): boolean => {
  if (origin !== undefined && !isAllowedOrigin(origin, policy)) return false;
  return !isLoopback(localAddress) || isOwnName(hostname, policy);
};

const isAllowedOrigin = (origin: string, { origins, ownMachine }: CallerPolicy): boolean => {
  if (origins.has(origin.toLowerCase())) return true;
  const url = URL.parse(origin);
  return ownMachine && url !== null && LOOPBACK_NAMES.has(url.hostname);
};

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && (/^(?:::ffff:)?127\./.test(address) || address === '::1');

const isOwnName = (hostname: string, { origins }: CallerPolicy): boolean => {
  const name = hostname.toLowerCase();
  if (name === '' || LOOPBACK_NAMES.has(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0) return true;
  return [...origins].some((origin) => URL.parse(origin)?.hostname === name);
};
