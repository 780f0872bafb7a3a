export type { Action, Brand, Letter, Template } from "./letter.ts";
export { createMail, MAIL_QUEUE, type Mail, type MailDeps, type MailFault, type Templates } from "./mail.ts";
export { type Mailbox, type MailboxEntry, mailboxTransport } from "./mailbox.ts";
export { mailMigrations } from "./migrations.ts";
export { smtpTransport } from "./smtp.ts";
export { DeliveryError, type OutgoingMail, type Transport } from "./transport.ts";
