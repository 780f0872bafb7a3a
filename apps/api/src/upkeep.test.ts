// Threat: sign-ups that nobody confirmed, with a name, an address and a password's hash, are kept for ever.
import { afterAll, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { openHouse } from "./testing/house.ts";
import { startUpkeep } from "./upkeep.ts";

const house = await openHouse();
afterAll(house.close);

test("what is over is cleared when the process starts, and what is not is kept", async () => {
  const { admin } = house.world.database;
  await admin`
    insert into auth.pending_sign_ups (id, email, name, password_hash, digest, created_at, expires_at) values
      ('sup_over', 'over@example.test', 'Over', 'x', 'over', now() - interval '2 days', now() - interval '1 day'),
      ('sup_live', 'live@example.test', 'Live', 'x', 'live', now(), now() + interval '1 day')`;
  const stop = await startUpkeep(house.world.auth, createLog("silent"));
  stop();
  expect(await admin`select id from auth.pending_sign_ups`).toEqual([{ id: "sup_live" }]);
});
