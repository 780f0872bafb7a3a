// Threat: a log that was filled before a rule came keeps the house from starting, or everybody from writing while it is read.
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { migrate } from "@gatehouse/db";
import { createTestDatabase } from "@gatehouse/db/testing";
import { expect, test } from "vitest";
import { auditMigrations } from "./index.ts";
import { erasePerson } from "./personal.ts";
import { REQUEST } from "./testing.ts";

/** The migrations of this package without those from this one on. */
function migrationsBefore(name: string) {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-migrations-"));
  cpSync(fileURLToPath(auditMigrations.folder), folder, {
    recursive: true,
    filter: (path) => !path.endsWith(".sql") || (path.split("/").at(-1) ?? "") < name,
  });
  return { package: auditMigrations.package, folder: pathToFileURL(`${folder}/`) };
}

test("an address of great length, which the log took once, stays until its person is erased; the next one is refused", async () => {
  const { admin, db, url, close } = await createTestDatabase([migrationsBefore("0004")]);
  const write = (id: string) => admin`
    insert into audit.events (id, action, outcome, actor_id, request_id, at, ip)
    values (${id}, 'session.started', 'success', 'usr_ada', 'r', now(), ${"x".repeat(5_000)})`;
  await write("evt_old");
  await migrate(url, [auditMigrations]);
  await expect(write("evt_new")).rejects.toMatchObject({ constraint_name: "events_are_short" });
  await db.work(REQUEST, (work) => erasePerson(work, "usr_ada"));
  expect([...(await admin`select id, ip from audit.events where actor_id = 'usr_ada'`)]).toEqual([
    { id: "evt_old", ip: null },
  ]);
  await close();
});
