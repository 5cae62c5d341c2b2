import { describe, expect, it } from 'vitest';
import { describeEmailContract, type LogLine, type OpenedEmail, SITE_NAME } from './email.contract.ts';
import { createLogEmail, createNoEmail } from './log-email.ts';

function openLog(): OpenedEmail {
  const lines: LogLine[] = [];
  const seen: { to: string; subject: string; text: string }[] = [];
  let subject = '';
  const logger = {
    info: (fields: { subject: string }) => {
      ({ subject } = fields);
      lines.push({ level: 'info', text: JSON.stringify(fields) });
    },
    debug: (fields: { to: string; text: string }) => {
      seen.push({ ...fields, subject });
      lines.push({ level: 'debug', text: JSON.stringify(fields) });
    },
  };
  return {
    sender: createLogEmail({ logger, siteName: () => SITE_NAME }),
    arrived: async () => seen.map(({ to, ...mail }) => ({ ...mail, to: [to] })),
    lines: () => lines,
    close: async () => undefined,
  };
}

describeEmailContract('log', async () => openLog());

describe('without a mail server, in development', () => {
  it('the link is in the log and in the receipt, to be shown on the screen', async () => {
    const { sender, lines } = openLog();
    const url = 'https://book.example/verify?token=abc';
    const receipt = await sender.send({ to: 'ada@reader.example', kind: 'verify', url, locale: 'en' });
    expect(receipt).toEqual({ delivery: 'shown', url });
    expect(lines()[0]).toEqual({ level: 'info', text: expect.stringContaining(url) });
  });
});

describe('without a mail server, on the open internet', () => {
  it('nothing is sent, and the receipt says so without the link', async () => {
    const sender = createNoEmail();
    expect(sender.delivery()).toBe('unavailable');
    const sent = await sender.send({
      to: 'ada@reader.example',
      kind: 'verify',
      url: 'https://b.example/',
      locale: 'en',
    });
    expect(sent).toEqual({ delivery: 'unavailable', url: null });
  });
});
