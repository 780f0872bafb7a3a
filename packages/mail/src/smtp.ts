import { createTransport } from "nodemailer";
import { DeliveryError, type OutgoingMail, type Transport } from "./transport.ts";

/** Short beside RFC 5321 section 4.5.3.2, which means relays: our queue tries again, and one slow server must not hold it. */
const TIMEOUTS = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/**
 * Sends by SMTP, one connection a mail, with STARTTLS wherever the server offers it.
 *
 * @param url `smtp://user:password@host:587` or `smtps://...`; nodemailer's options as its query
 * @param from the sender, for example `Gatehouse <no-reply@example.com>`
 * @throws Error at once when `from` has no address
 */
export function smtpTransport(url: string, from: string): Transport {
  const domain = /@([^\s@<>]+)>?\s*$/.exec(from)?.[1];
  if (domain === undefined || /[\r\n]/.test(from)) throw new Error("the sender of mail is not one address");
  const transport = createTransport({ url, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
  return {
    async deliver(mail) {
      try {
        await transport.sendMail({ ...fieldsOf(mail), from, messageId: `<${mail.id}@${domain}>` });
      } catch (error) {
        throw deliveryError(error);
      }
    },
  };
}

const fieldsOf = ({ to, at, subject, text, html }: OutgoingMail) => ({
  to: { name: "", address: to },
  date: at,
  subject,
  text,
  html,
  // RFC 3834 section 5: tells a holiday notice not to answer.
  headers: { "Auto-Submitted": "auto-generated" },
  xMailer: false as const,
});

interface SmtpFault {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
}

/**
 * Keeps of an SMTP fault what names nobody. Final is a 5yz to this recipient or this content (RFC 5321 section 4.2.1);
 * a 5yz to our login or sender is ours to mend, so that the mail waits.
 */
function deliveryError(error: unknown): DeliveryError {
  const { code = "unknown", originalCode, command, responseCode, permanent = false } = error as SmtpFault;
  const final = permanent && (command === "RCPT TO" || command === "DATA");
  const parts = ["SMTP", code, originalCode, command, responseCode];
  return new DeliveryError(parts.filter((part) => part !== undefined).join(" "), final);
}
