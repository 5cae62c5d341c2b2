/** Front door of the mails. */
export type {
  EmailDelivery,
  EmailKind,
  EmailMessage,
  EmailReceipt,
  EmailSender,
  SendEmailOptions,
} from './email.port.ts';
export { classifyEmailError, EMAIL_FAULT_MENDS, type EmailFaultKind } from './email-fault.ts';
export { createOutboxRepository, type OutboxSummary } from './email-outbox.repository.ts';
export { createSmtpTransport } from './email-transport.ts';
export { createLogEmail, createNoEmail } from './log-email.ts';
export { type Email, openEmail, smtpOptions } from './open-email.ts';
