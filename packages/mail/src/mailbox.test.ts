// Threat: the development mailbox as a heap of live links, readable to whoever holds a dump.

import { randomBytes } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { createSealer } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Mailbox, mailboxTransport } from "./mailbox.ts";
import { mailMigrations } from "./migrations.ts";

const newSealer = () => createSealer([{ id: "0", bytes: randomBytes(32) }]);
const sealer = newSealer();
let world: TestDatabase;
let mailbox: Mailbox;

beforeAll(async () => {
  world = await createTestDatabase([mailMigrations]);
});
afterAll(() => world.close());
beforeEach(async () => {
  mailbox = mailboxTransport(world.db, sealer);
  await mailbox.clear();
});

const AT = Date.parse("2026-11-22T10:00:00Z");
const mailOf = (number: number, to = "ada@example.com") => ({
  id: `mail_${String(number).padStart(4, "0")}`,
  to,
  at: new Date(AT + number * 1_000),
  subject: `Mail ${number}`,
  text: "text",
  html: "<p>html</p>",
  links: [`https://gate.example.com/verify-email#token=verify_${number}`],
});

test("the mailbox lists mail with its links, newest first", async () => {
  await mailbox.deliver(mailOf(1));
  await mailbox.deliver(mailOf(2));
  const { id: _, ...newest } = mailOf(2);
  const list = await mailbox.list();
  expect(list[0]).toEqual({ ...newest, at: "2026-11-22T10:00:02.000Z" });
  expect(list.map((entry) => entry.subject)).toEqual(["Mail 2", "Mail 1"]);
});

test("it filters by recipient, whatever the case, and is emptied", async () => {
  await mailbox.deliver(mailOf(1));
  await mailbox.deliver(mailOf(2, "Bob@example.com"));
  expect((await mailbox.list("bob@EXAMPLE.com")).map((entry) => entry.subject)).toEqual(["Mail 2"]);
  expect(await mailbox.list("bob")).toEqual([]);
  await mailbox.clear();
  expect(await mailbox.list()).toEqual([]);
});

test("mail that is delivered again is one mail", async () => {
  await mailbox.deliver(mailOf(1));
  await mailbox.deliver(mailOf(1));
  expect(await mailbox.list()).toHaveLength(1);
});

test("another instance, or the same after a restart, sees the same mail", async () => {
  await mailbox.deliver(mailOf(1));
  expect(await mailboxTransport(world.db, sealer).list()).toHaveLength(1);
});

test("it keeps the last 200", async () => {
  for (let number = 1; number <= 202; number += 1) await mailbox.deliver(mailOf(number));
  const list = await mailbox.list();
  expect(list).toHaveLength(200);
  expect(list.at(-1)?.subject).toBe("Mail 3");
  expect(await world.admin`select from mail.mailbox`).toHaveLength(200);
});

test("a row without its key, or in another row's place, is left out", async () => {
  await mailbox.deliver(mailOf(1));
  await mailboxTransport(world.db, newSealer()).deliver(mailOf(2));
  await world.admin`insert into mail.mailbox select 'mail_moved', at, sealed from mail.mailbox where id = 'mail_0001'`;
  expect((await mailbox.list()).map((entry) => entry.subject)).toEqual(["Mail 1"]);
});

test("the table tells neither recipient, subject nor link", async () => {
  await mailbox.deliver(mailOf(1));
  const dump = JSON.stringify(await world.admin`select * from mail.mailbox`);
  expect(dump).toContain("mail_0001");
  expect(dump).not.toMatch(/ada|example|verify|Mail 1/);
});

test("the tenant role cannot read the mailbox", async () => {
  const reading = world.admin.begin(async (tx) => {
    await tx`set local role gatehouse_tenant`;
    await tx`select * from mail.mailbox`;
  });
  await expect(reading).rejects.toMatchObject({ code: "42501" });
});
