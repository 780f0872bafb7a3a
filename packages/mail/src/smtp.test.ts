// Threat: mail that is lost, sent twice, sent to others, or that answers a robot; faults that name the recipient.
import { afterEach, beforeEach, expect, test } from "vitest";
import { smtpTransport } from "./smtp.ts";
import { type SmtpTestServer, startSmtpServer } from "./testing.ts";
import type { OutgoingMail } from "./transport.ts";

const FROM = "Gatehouse <no-reply@gate.example.com>";
const mail: OutgoingMail = {
  id: "mail_01JD5Z3NDEKTSV4RRFFQ69G5FA",
  to: "ada@example.com",
  at: new Date("2026-11-22T10:00:00Z"),
  subject: "Größe: confirm",
  text: `Press here:\nhttps://gate.example.com/verify-email#token=${"a=b".repeat(60)}\n`,
  html: `<p>Drück <a href="https://gate.example.com/verify-email#token=${"a=b".repeat(60)}">here</a></p>`,
  links: [],
};

let server: SmtpTestServer;
beforeEach(async () => {
  server = await startSmtpServer();
});
afterEach(() => server.stop());

const faultOf = (transport: ReturnType<typeof smtpTransport>, to = mail.to): Promise<unknown> =>
  transport.deliver({ ...mail, to }).then(
    () => null,
    (error: unknown) => error,
  );

test("text, HTML and the long link in them arrive unharmed", async () => {
  await smtpTransport(server.url, FROM).deliver(mail);
  const { email, recipients } = server.received[0] ?? expect.fail("nothing arrived");
  expect(recipients).toEqual(["ada@example.com"]);
  expect(email.subject).toBe(mail.subject);
  expect(email.text?.trimEnd()).toBe(mail.text.trimEnd());
  expect(email.html?.trimEnd()).toBe(mail.html);
  expect(email.attachments).toEqual([]);
});

test("the headers name the sender, forbid automatic answers, and do not name the software", async () => {
  await smtpTransport(server.url, FROM).deliver(mail);
  const { email, raw } = server.received[0] ?? expect.fail("nothing arrived");
  const headers = new Map(email.headers.map(({ key, value }) => [key, value]));
  expect(headers.get("auto-submitted")).toBe("auto-generated");
  expect(headers.has("x-mailer")).toBe(false);
  expect(email.from).toMatchObject({ name: "Gatehouse", address: "no-reply@gate.example.com" });
  expect(email.date).toBe("2026-11-22T10:00:00.000Z");
  expect(raw.toLowerCase()).not.toContain("nodemailer");
});

test("a mail that is sent again bears the same Message-ID", async () => {
  const transport = smtpTransport(server.url, FROM);
  await transport.deliver(mail);
  await transport.deliver(mail);
  const ids = server.received.map(({ email }) => email.messageId);
  expect(ids).toEqual(Array(2).fill(`<${mail.id}@gate.example.com>`));
});

test("even an address or a subject that got past all checks cannot add a recipient or a header", async () => {
  const injected = { ...mail, to: "ada@example.com\r\nBcc: eve@example.com", subject: "Hi\r\nBcc: eve@example.com" };
  await smtpTransport(server.url, FROM)
    .deliver(injected)
    .catch(() => {});
  await smtpTransport(server.url, FROM).deliver({ ...mail, subject: injected.subject });
  for (const { recipients, email } of server.received) {
    expect(recipients).not.toContain("eve@example.com");
    expect(email.headers.map(({ key }) => key)).not.toContain("bcc");
  }
  expect(server.received.length).toBeGreaterThan(0);
});

test("an address that the server refuses for good is final, for now is not, and neither is named", async () => {
  server.refuse("gone@example.com", 550);
  server.refuse("full@example.com", 452);
  const transport = smtpTransport(server.url, FROM);
  const gone = await faultOf(transport, "gone@example.com");
  const full = await faultOf(transport, "full@example.com");
  expect(gone).toMatchObject({ name: "DeliveryError", final: true, message: expect.stringContaining("550") });
  expect(full).toMatchObject({ name: "DeliveryError", final: false, message: expect.stringContaining("452") });
  for (const fault of [gone, full]) {
    const kept = `${(fault as Error).stack} ${JSON.stringify(fault)} ${String((fault as Error).cause)}`;
    expect(kept).not.toMatch(/gone@|full@/);
  }
});

test("a server that is away, or that wants another login, is not the mail's fault", async () => {
  const away = smtpTransport(server.url, FROM);
  const login = smtpTransport(server.url.replace("//", "//user:secret-of-smtp@"), FROM);
  expect(await faultOf(login)).toMatchObject({ final: false, message: "SMTP EAUTH AUTH PLAIN 535" });
  await server.stop();
  expect(await faultOf(away)).toMatchObject({ final: false, message: "SMTP ESOCKET ECONNREFUSED CONN" });
});

test.each(["Gatehouse", "", "a@b.example\r\nBcc: eve@example.com"])(
  "%j is no sender, and the start says so",
  (from) => {
    expect(() => smtpTransport("smtp://127.0.0.1:1", from)).toThrow("sender");
  },
);
