// Threat: a log that is whole in the tests, where a superuser made it, and refuses to be made, or to forget, where an ordinary owner did.
import { randomBytes } from "node:crypto";
import { connect, type Database, migrate } from "@gatehouse/db";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { createSealer, parseKeys } from "@gatehouse/kernel/secrets";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCheckpointKeys } from "./checkpoint.ts";
import { auditMigrations } from "./index.ts";
import { erasePerson } from "./personal.ts";
import { append } from "./record.ts";
import { createSealing } from "./seal.ts";
import { actorOf, REQUEST } from "./testing.ts";
import { verifyChain } from "./verify.ts";

const OWNER = `owner_${randomBytes(4).toString("hex")}`;
const DATABASE = `gatehouse_owned_${randomBytes(4).toString("hex")}`;
const keys = createCheckpointKeys(createSealer(parseKeys(`1:${randomBytes(32).toString("base64")}`)));

/** Any database of the server, for making the roles. */
let server: TestDatabase;
let db: Database;
let url: string;

beforeAll(async () => {
  server = await createTestDatabase([]);
  await server.admin.unsafe(`create role ${OWNER} login createrole password 'owner'`);
  await server.admin.unsafe(`grant gatehouse_app to ${OWNER} with admin option`);
  await server.admin.unsafe(`create database ${DATABASE} owner ${OWNER}`);
  const target = new URL(server.url);
  Object.assign(target, { username: OWNER, password: "owner", pathname: `/${DATABASE}` });
  url = target.href;
  await migrate(url, [auditMigrations]);
  db = connect({ url, clock: () => new Date(), assumeRole: true });
});
afterAll(async () => {
  await db.close();
  await server.admin.unsafe(`drop database ${DATABASE} with (force)`);
  await server.admin.unsafe(`revoke gatehouse_app from ${OWNER} cascade`);
  await server.admin.unsafe(`drop role ${OWNER}`);
  await server.close();
});

const verify = () => db.tenantWork(REQUEST, actorOf("ada"), "org_a", (work) => verifyChain(work, keys, "org_a"));

test("an ordinary owner's log is written, sealed, verified and made to forget a person", async () => {
  await db.tenantWork(REQUEST, actorOf("ada"), "org_a", (work) => append(work, "cup.filled"));
  const sealing = createSealing({ db, keys, onFault: (fault) => expect(fault).toBeUndefined() });
  await sealing.run();
  expect(await verify()).toMatchObject({ valid: true, checked: 1 });
  await db.work({ ...REQUEST, ip: null, userAgent: null }, (work) => erasePerson(work, "usr_ada"));
  await sealing.run();
  expect(await verify()).toMatchObject({ valid: true, checked: 2 });
  const read = await db.tenantWork(REQUEST, actorOf("ada"), "org_a", ({ tx }) =>
    tx.execute(sql`select ip, user_agent from audit.events where actor_id = 'usr_ada'`),
  );
  expect([...read]).toEqual([{ ip: null, user_agent: null }]);
});

test("what the functions see, nobody sees after them", async () => {
  const left = await db.work(REQUEST, async (work) => {
    await erasePerson(work, "usr_ada");
    return work.tx.execute(sql`select * from audit.events`);
  });
  expect([...left]).toEqual([]);
});

test("the owner sees no event without saying why", async () => {
  const owner = connect({ url, clock: () => new Date() });
  expect([...(await owner.sql`select * from audit.events`)]).toEqual([]);
  await owner.close();
});
