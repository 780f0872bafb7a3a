// Threat: somebody downstream misses an event, or gets it in an order in which it did not happen: a revoked member stays on a list.
import { createSignals, type Signals } from "@gatehouse/db";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFeed, type Feed, type FeedEvent } from "./feed.ts";
import { append } from "./record.ts";
import { actorOf, createLogWorld, type LogWorld, REQUEST } from "./testing.ts";

let world: LogWorld;
const open: { feed: Feed; signals: Signals }[] = [];

beforeAll(async () => {
  world = await createLogWorld();
});
afterAll(async () => {
  await world.database.close();
});
beforeEach(async () => {
  for (const { feed, signals } of open.splice(0)) {
    await feed.stop();
    await signals.stop();
  }
  await world.clear();
});

/** An instance: its readers are added before it starts. */
async function instance(add: (feed: Feed) => void): Promise<Feed> {
  const signals = createSignals(world.database.url, true);
  const feed = createFeed({ db: world.database.db, signals, onFault: (fault) => void world.faults.push(fault) });
  add(feed);
  await signals.start();
  feed.start();
  open.push({ feed, signals });
  return feed;
}

const targets = (events: readonly FeedEvent[]) => events.map(({ target }) => target);
const write = (...names: string[]) =>
  world.inTenant("org_a", async (work) => {
    for (const target of names) await append(work, "cup.filled", { target });
  });
/** A reader remembers from its first reading on. */
const isPlaced = (reader: string) =>
  expect
    .poll(() => world.database.admin`select from audit.cursors where reader = ${reader}`, { timeout: 5_000 })
    .toHaveLength(1);
const within = { timeout: 10_000, interval: 10 };

test("a reader gets every event once it is sealed, of every organization, in the order of the sealing", async () => {
  const seen: FeedEvent[] = [];
  await instance((feed) => feed.reader("webhooks", async (_work, events) => void seen.push(...events)));
  await isPlaced("webhooks");
  await write("1", "2");
  await world.write("org_b", 1, { target: "3" });
  await world.seal();
  await expect.poll(() => targets(seen), within).toEqual(["1", "2", "3"]);
  await write("4");
  await world.seal();
  await expect.poll(() => targets(seen), within).toEqual(["1", "2", "3", "4"]);
  const numbers = seen.map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test("an event whose transaction was open while later ones were read is not missed", async () => {
  const seen: FeedEvent[] = [];
  await instance((feed) => feed.reader("webhooks", async (_work, events) => void seen.push(...events)));
  await isPlaced("webhooks");
  let finish = () => {};
  const isOpen = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow = world.database.db.tenantWork(REQUEST, actorOf("ada"), "org_a", async (work) => {
    await append(work, "cup.filled", { target: "slow" });
    await isOpen;
  });
  await write("quick");
  await world.seal();
  await expect.poll(() => targets(seen), within).toEqual(["quick"]);
  finish();
  await slow;
  await world.seal();
  await expect.poll(() => targets(seen), within).toEqual(["quick", "slow"]);
});

test("a reader goes on where it stopped, on another instance too, and gets more than fit into one reading", async () => {
  const [first, second]: FeedEvent[][] = [[], []];
  await instance((feed) => feed.reader("webhooks", async (_work, events) => void first?.push(...events)));
  await isPlaced("webhooks");
  await write("1");
  await world.seal();
  await expect.poll(() => targets(first ?? []), within).toEqual(["1"]);
  for (const { feed, signals } of open.splice(0)) {
    await feed.stop();
    await signals.stop();
  }
  const names = Array.from({ length: 250 }, (_, index) => `while away ${index}`);
  await write(...names);
  await world.seal();
  await instance((feed) => feed.reader("webhooks", async (_work, events) => void second?.push(...events)));
  await expect.poll(() => targets(second ?? []), within).toEqual(names);
});

test("of two instances one reads at a time, so that nothing is handled twice while nothing fails", async () => {
  const seen: FeedEvent[] = [];
  for (let index = 0; index < 2; index += 1) {
    await instance((feed) => feed.reader("webhooks", async (_work, events) => void seen.push(...events)));
  }
  await isPlaced("webhooks");
  for (let round = 0; round < 20; round += 1) {
    await write(`${round}`);
    await world.seal();
  }
  await expect.poll(() => targets(seen), within).toEqual(Array.from({ length: 20 }, (_, round) => `${round}`));
});

test("what a handler wrote and did not finish is undone, and it gets the same events again", async () => {
  let tries = 0;
  await instance((feed) =>
    feed.reader("webhooks", async (work, events) => {
      tries += 1;
      for (const { target } of events)
        await append(work, "cup.washed", { organizationId: "org_b", target: target ?? "" });
      if (tries === 1) throw new Error("the first try fails");
    }),
  );
  await isPlaced("webhooks");
  await write("1");
  await world.seal();
  await expect.poll(() => tries, within).toBe(1);
  await world.write("org_a", 1, { target: "2" });
  await world.seal();
  const washed = () => world.database.admin`select target from audit.events where action = 'cup.washed' order by seq`;
  await expect.poll(washed, within).toMatchObject([{ target: "1" }, { target: "2" }]);
});

test("readers do not wait for each other", async () => {
  const seen: FeedEvent[] = [];
  await instance((feed) => {
    feed.reader("broken", () => Promise.reject(new Error("always")));
    feed.reader("webhooks", async (_work, events) => void seen.push(...events));
  });
  await isPlaced("webhooks");
  await write("1");
  await world.seal();
  await expect.poll(() => targets(seen), within).toEqual(["1"]);
});

test("a new reader begins with the next event, and a tail too; whoever resumes says from where", async () => {
  await write("old");
  await world.seal();
  const tailed: FeedEvent[] = [];
  const seen: FeedEvent[] = [];
  const feed = await instance((made) => {
    made.tail((events) => void tailed.push(...events));
    made.reader("webhooks", async (_work, events) => void seen.push(...events));
  });
  await isPlaced("webhooks");
  await write("new");
  await world.seal();
  await expect.poll(() => [targets(tailed), targets(seen)], within).toEqual([["new"], ["new"]]);
  const after = (number: number, limit: number) =>
    world.database.db.work(REQUEST, (work) => feed.after(work, number, limit));
  expect(targets(await after(0, 10))).toEqual(["old", "new"]);
  expect(targets(await after(0, 1))).toEqual(["old"]);
  expect(await after(tailed[0]?.number ?? 0, 10)).toEqual([]);
});

test("handlers see no tenant's rows beside the events that they are given", async () => {
  let rows: unknown[] | null = null;
  await instance((feed) =>
    feed.reader("webhooks", async ({ tx }) => {
      rows = [...(await tx.execute("select * from audit.events"))];
    }),
  );
  await isPlaced("webhooks");
  await write("1");
  await world.seal();
  await expect.poll(() => rows, within).toEqual([]);
});
