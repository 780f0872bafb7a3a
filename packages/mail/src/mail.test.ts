// Threat: a mail for what was rolled back, a mail lost, a dump of the queue full of live links, a request that waits for SMTP.

import { randomBytes } from "node:crypto";
import { createJobs, type Jobs } from "@gatehouse/db";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { createSealer } from "@gatehouse/kernel/secrets";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Template } from "./letter.ts";
import { createMail, MAIL_QUEUE, type Mail, type MailFault } from "./mail.ts";
import { mailMigrations } from "./migrations.ts";
import { smtpTransport } from "./smtp.ts";
import { type SmtpTestServer, startSmtpServer } from "./testing.ts";

interface Catalogue {
  confirm: { name: string; token: string };
  broken: { token: string };
}
const TOKEN = "verify_pK3xlivetokenlivetokenlivetoken";
const templates: { [Name in keyof Catalogue]: Template<Catalogue[Name]> } = {
  confirm: ({ name, token }, { product }) => ({
    subject: `${name}, confirm your address`,
    heading: "Confirm your address",
    paragraphs: [`Hello ${name}, welcome to ${product}.`],
    action: { label: "Confirm", path: "/verify-email", token },
  }),
  broken: ({ token }) => {
    throw Object.assign(new TypeError(`cannot read ${token}`), { input: token });
  },
};
const request = { id: "req_1", ip: null, userAgent: null };

let world: TestDatabase;
let server: SmtpTestServer;
let jobs: Jobs;
let mail: Mail<Catalogue>;
let faults: MailFault[];
const sealer = createSealer([{ id: "0", bytes: randomBytes(32) }]);

beforeEach(async () => {
  world = await createTestDatabase([mailMigrations]);
  server = await startSmtpServer();
  faults = [];
  jobs = createJobs(world.db, [MAIL_QUEUE], () => {});
  mail = createMail<Catalogue>({
    jobs,
    sealer,
    templates,
    transport: smtpTransport(server.url, "Gatehouse <no-reply@gate.example.com>"),
    brand: { product: "Gatehouse", origin: "https://gate.example.com" },
    onFault: (fault) => void faults.push(fault),
  });
  await jobs.start();
});
afterEach(async () => {
  await jobs.stop();
  await server.stop();
  await world.close();
});

const send = (to = "wilhelmina@lodge.example", name = "Wilhelmina") =>
  world.db.work(request, (work) => mail.send(work, "confirm", { to, name, token: TOKEN }));
const arrived = (count: number) =>
  vi.waitFor(() => expect(server.received).toHaveLength(count), { timeout: 10_000, interval: 50 });
const settled = (state: string) =>
  vi.waitFor(
    async () =>
      expect(await world.admin`select from gatehouse_jobs.job where name = 'mail' and state = ${state}`).toHaveLength(
        1,
      ),
    { timeout: 10_000, interval: 50 },
  );
const hurry = () => world.admin`update gatehouse_jobs.job set start_after = now() where state = 'retry'`;

/** Every row of every table of this database, as text: what a dump holds. */
async function dump(): Promise<string> {
  const tables = await world.admin<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`;
  const rows = await Promise.all(tables.map(({ name }) => world.admin.unsafe(`select t::text as row from ${name} t`)));
  return JSON.stringify(rows);
}
const leaks = async (): Promise<string[]> =>
  (await dump()).match(/wilhelmina|lodge|livetoken|verify-email|welcome/gi) ?? [];

test("a mail leaves after the commit, once, with text and HTML", async () => {
  await send();
  await arrived(1);
  await settled("completed");
  const { email, recipients } = server.received[0] ?? expect.fail("nothing arrived");
  expect(recipients).toEqual(["wilhelmina@lodge.example"]);
  const link = `https://gate.example.com/verify-email#token=${TOKEN}`;
  expect(email.text).toContain(link);
  expect(email.html).toContain(link);
  expect(email.subject).toBe("Wilhelmina, confirm your address");
  expect(server.received).toHaveLength(1);
});

test("a rollback sends nothing", async () => {
  const refused = world.db.work(request, async (work) => {
    await mail.send(work, "confirm", { to: "eve@example.com", name: "Eve", token: TOKEN });
    throw new Error("refused");
  });
  await expect(refused).rejects.toThrow("refused");
  await send();
  await arrived(1);
  expect(await world.admin`select from gatehouse_jobs.job where name = 'mail'`).toHaveLength(1);
  expect(server.received[0]?.recipients).toEqual(["wilhelmina@lodge.example"]);
});

test("before, during and after, a dump of the database holds no token, link or address", async () => {
  await jobs.stop();
  await send();
  expect(await dump()).toContain("sealed");
  expect(await leaks()).toEqual([]);
  await jobs.start();
  await arrived(1);
  await settled("completed");
  expect(await leaks()).toEqual([]);
});

test("a server that was down gets the mail when it is up, and the faults in the queue name nobody", async () => {
  await server.stop();
  await send();
  await settled("retry");
  expect(faults[0]).toMatchObject({ final: false, reason: "SMTP ESOCKET ECONNREFUSED CONN" });
  expect(await leaks()).toEqual([]);
  server = await startSmtpServer(server.port);
  await hurry();
  await arrived(1);
  await settled("completed");
  expect(server.received[0]?.email.messageId).toBe(`<${faults[0]?.id}@gate.example.com>`);
});

test("the request does not wait for the mail server", async () => {
  await server.stop();
  await send();
  expect(faults).toEqual([]);
});

test("an address that the server refuses for good is given up, and told of", async () => {
  server.refuse("wilhelmina@lodge.example", 550);
  await send();
  await settled("completed");
  expect(faults).toEqual([
    { id: expect.stringMatching(/^mail_/), reason: expect.stringContaining("550"), final: true },
  ]);
  expect(server.received).toEqual([]);
  expect(await leaks()).toEqual([]);
});

test("a template that fails on a secret does not leave it in the queue", async () => {
  await world.db.work(request, (work) => mail.send(work, "broken", { to: "wilhelmina@lodge.example", token: TOKEN }));
  await settled("retry");
  expect(faults[0]?.reason).toBe('the template "broken" failed: TypeError');
  expect(await leaks()).toEqual([]);
});

test("a sealed mail that is moved into another job does not open", async () => {
  await jobs.stop();
  await send();
  await world.admin`update gatehouse_jobs.job set data = jsonb_set(data, '{id}', '"mail_other"') where name = 'mail'`;
  await jobs.start();
  await settled("retry");
  expect(faults[0]?.reason).toContain("does not open");
  expect(server.received).toEqual([]);
});

test("a recipient or a name with line breaks adds neither recipients nor headers", async () => {
  await expect(send("wilhelmina@lodge.example\r\nBcc: eve@example.com")).rejects.toThrow("not one plain address");
  await expect(send("wilhelmina@lodge.example, eve@example.com")).rejects.toThrow("not one plain address");
  await send("wilhelmina@lodge.example", "Ada\r\nBcc: eve@example.com\r\n\r\nbody");
  await arrived(1);
  const { email, recipients } = server.received[0] ?? expect.fail("nothing arrived");
  expect(recipients).toEqual(["wilhelmina@lodge.example"]);
  expect(email.headers.map(({ key }) => key)).not.toContain("bcc");
  expect(email.subject).toBe("Ada Bcc: eve@example.com body, confirm your address");
});

test("a kind of mail and what it needs are known to the compiler", () => {
  const never = async (): Promise<void> => {
    await world.db.work(request, async (work) => {
      // @ts-expect-error no such kind
      await mail.send(work, "confrim", { to: "wilhelmina@lodge.example", name: "Wilhelmina", token: TOKEN });
      // @ts-expect-error the token is missing
      await mail.send(work, "confirm", { to: "wilhelmina@lodge.example", name: "Wilhelmina" });
    });
  };
  expect(never).toBeTypeOf("function");
});
