// Threat: a path that leads out of the built dashboard's folder, or one that no file has and that becomes a fault.
import { afterAll, describe, expect, it } from "vitest";
import { openHouse } from "../testing/house.ts";
import { send } from "../testing/wire.ts";

const house = await openHouse({ production: true });
afterAll(async () => {
  expect(house.logged(), "none of it was a fault of ours").not.toContain('"msg":"fault"');
  await house.close();
});

const HTML = { Host: "localhost:5173", Accept: "text/html" };

describe("in production", () => {
  it.each([
    "/..%2f..%2fpackage.json",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/..\\..\\package.json",
    "//package.json",
    "/../../../../../../etc/passwd",
    "/assets/%00",
    "/%00.html",
    "/%E0%A4%A",
    "/assets/%E0%A4%A",
    "/.env",
    "/index.html/..%2f..%2fpackage.json",
    `/${"a".repeat(8_000)}`,
    `/${"a/".repeat(2_000)}`,
  ])("%s shows no file from outside and is no fault", async (path) => {
    for (const headers of [HTML, { ...HTML, Accept: "application/json" }]) {
      const { status, text } = await send(house.url, { path, headers });
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(/"dependencies"|root:.*:0:0|APP_SECRET/);
    }
  });

  it("there is no development mailbox: its path is any other page's", async () => {
    await house.world.signUp();
    const [mailbox, page] = await Promise.all(
      ["/dev/mailbox", "/any/page"].map((path) => send(house.url, { path, headers: HTML })),
    );
    expect(mailbox?.status).toBe(page?.status);
    expect(mailbox?.headers["content-type"]).toBe(page?.headers["content-type"]);
    const asData = await send(house.url, { path: "/dev/mailbox", headers: { ...HTML, Accept: "application/json" } });
    expect(asData.status).toBe(404);
    const emptied = await send(house.url, { method: "DELETE", path: "/dev/mailbox", headers: HTML });
    expect(emptied.status).toBe(404);
  });
});
