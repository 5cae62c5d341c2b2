/** A real mail server on this machine, for tests: it takes mails, or refuses them as it is told. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { TestCertificate } from './certificate.fixture.ts';

/** A mail as it arrived. */
export interface ArrivedEmail {
  readonly from: string;
  readonly to: readonly string[];
  /** Whether it came over an encrypted connection, and who had signed in. */
  readonly encrypted: boolean;
  readonly user: string | undefined;
  /** As it came over the wire. */
  readonly raw: string;
  readonly parsed: ParsedMail;
}

/** How the server answers. */
export interface SmtpServerPlan {
  /** TLS from the first byte. */
  readonly secure?: boolean;
  readonly certificate?: TestCertificate;
  /** Only this user may send. */
  readonly credentials?: { readonly user: string; readonly password: string };
  /** Offers no STARTTLS. */
  readonly plain?: boolean;
  /** Fixed port, to come back where it was. */
  readonly port?: number;
}

/** The reply that a command gets, e.g. 550; undefined: it is accepted. */
export type Refusal = { readonly status: number; readonly text: string } | undefined;

/** A server that runs. */
export interface TestSmtpServer {
  readonly port: number;
  readonly arrived: readonly ArrivedEmail[];
  /** Connections that were opened so far. */
  connections(): number;
  /** Replies to `MAIL FROM`, `RCPT TO` and the mail itself from now on. */
  refuse(replies: { readonly sender?: Refusal; readonly recipient?: Refusal; readonly data?: Refusal }): void;
  readonly close: () => Promise<void>;
}

function smtpError({ status, text }: NonNullable<Refusal>): Error {
  return Object.assign(new Error(text), { responseCode: status });
}

/** Starts a server on the loopback interface. */
export async function startSmtpServer(plan: SmtpServerPlan = {}): Promise<TestSmtpServer> {
  const arrived: ArrivedEmail[] = [];
  let connections = 0;
  let refusals: Parameters<TestSmtpServer['refuse']>[0] = {};
  const answer = (refusal: Refusal): Error | null => (refusal ? smtpError(refusal) : null);
  const options: SMTPServerOptions = {
    ...plan.certificate,
    secure: plan.secure ?? false,
    authOptional: plan.credentials === undefined,
    disabledCommands: [...(plan.plain ? ['STARTTLS'] : []), ...(plan.credentials ? [] : ['AUTH'])],
    allowInsecureAuth: plan.plain ?? false,
    disableReverseLookup: true,
    closeTimeout: 10,
    onConnect: (_session, callback) => {
      connections += 1;
      callback();
    },
    onAuth: ({ username, password }, _session, callback) => {
      const { credentials } = plan;
      if (username === credentials?.user && password === credentials?.password) callback(null, { user: username });
      else callback(smtpError({ status: 535, text: `5.7.8 no such user ${username}` }));
    },
    onMailFrom: (_address, _session, callback) => callback(answer(refusals.sender)),
    onRcptTo: (_address, _session, callback) => callback(answer(refusals.recipient)),
    onData: (stream, session, callback) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(Buffer.from(chunk));
        const refusal = answer(refusals.data);
        if (refusal !== null) return callback(refusal);
        const raw = Buffer.concat(chunks).toString('latin1');
        const { mailFrom, rcptTo } = session.envelope;
        arrived.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          encrypted: session.secure,
          user: session.user,
          raw,
          parsed: await simpleParser(Buffer.concat(chunks)),
        });
        return callback(null);
      })();
    },
  };
  const server = new SMTPServer(options);
  // Clients that hang up in the middle are part of the tests.
  server.on('error', () => undefined);
  server.listen(plan.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    connections: () => connections,
    refuse: (replies) => {
      refusals = replies;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The addresses of a header such as To. */
export function addressesOf(header: AddressObject | AddressObject[] | undefined): string[] {
  const objects = header === undefined ? [] : Array.isArray(header) ? header : [header];
  return objects.flatMap(({ value }) => value.map(({ address }) => address ?? ''));
}
