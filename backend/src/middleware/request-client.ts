/** What a request tells about the client at its other end. */
import type { FastifyRequest } from 'fastify';

const OWN_MACHINE: readonly string[] = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** Whether the client is on the server's own machine. */
export const isFromOwnMachine = ({ ip }: Pick<FastifyRequest, 'ip'>): boolean => OWN_MACHINE.includes(ip);

/** The first language of Accept-Language, BCP 47: pages send their own. English where none is told. */
export const languageOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string =>
  /^\s*([a-z]{2,3}(?:-[a-z0-9]{2,8})*)/i.exec(headers['accept-language'] ?? '')?.[1] ?? 'en';
