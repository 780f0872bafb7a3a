// Threat: eight tabs that hold eight connections until none is left for a call, or a tab that goes on showing what is over because the one that listened was closed.
import { afterEach, expect, test } from "vitest";
import { LIVE } from "../config.ts";
import type { LiveNote } from "../live/notes.ts";
import { type LiveHearing, shareLive } from "./live.ts";

const TAKES_OVER_MS = 1_000;
const CHANGED: LiveNote = { kind: "changed", organizationId: "org_1", nouns: ["member"] };

interface Connection {
  readonly tab: number;
  readonly after: number | null;
  readonly hearing: LiveHearing;
  isOpen: boolean;
}

/** A browser whose connections we hold the other end of. */
function createBrowser() {
  const name = crypto.randomUUID();
  const connections: Connection[] = [];
  const tabs: { readonly notes: LiveNote[]; isLive: boolean; leave: () => void }[] = [];
  return {
    connections,
    tabs,
    open: () => connections.filter(({ isOpen }) => isOpen),
    openTab() {
      const tab = { notes: [] as LiveNote[], isLive: false, leave: () => {} };
      const index = tabs.push(tab) - 1;
      tab.leave = shareLive({
        name,
        connect(after, hearing) {
          const connection = { tab: index, after, hearing, isOpen: true };
          connections.push(connection);
          return () => {
            connection.isOpen = false;
          };
        },
        onNote: (note) => void tab.notes.push(note),
        onState: (isLive) => {
          tab.isLive = isLive;
        },
      });
      return tab;
    },
  };
}

const browsers: ReturnType<typeof createBrowser>[] = [];
const newBrowser = () => {
  const browser = createBrowser();
  browsers.push(browser);
  return browser;
};
afterEach(() => {
  for (const { tabs } of browsers.splice(0)) for (const { leave } of tabs) leave();
});

const holderOf = async (browser: ReturnType<typeof createBrowser>): Promise<Connection> => {
  await expect.poll(() => browser.open().length).toBe(1);
  return browser.open()[0] as Connection;
};

test("eight tabs hold one connection, and each hears each note once", async () => {
  const browser = newBrowser();
  const tabs = Array.from({ length: 8 }, browser.openTab);
  const { after, hearing } = await holderOf(browser);
  expect(after).toBeNull();
  hearing.told(7, { kind: "opened" });
  hearing.told(8, CHANGED);
  await expect.poll(() => tabs.map(({ notes }) => notes.length)).toEqual(Array(8).fill(2));
  await expect.poll(() => tabs.every(({ isLive }) => isLive)).toBe(true);
  expect(browser.connections).toHaveLength(1);
});

test("a tab that comes later knows at once that it is told", async () => {
  const browser = newBrowser();
  browser.openTab();
  (await holderOf(browser)).hearing.told(7, { kind: "opened" });
  const late = browser.openTab();
  await expect.poll(() => late.isLive).toBe(true);
});

test("when the tab that listens is closed the next goes on within a second, from the last number", async () => {
  const browser = newBrowser();
  const [first, second] = [browser.openTab(), browser.openTab()];
  const { hearing, tab } = await holderOf(browser);
  hearing.told(7, { kind: "opened" });
  hearing.told(41, CHANGED);
  const [holder, next] = tab === 0 ? [first, second] : [second, first];
  await expect.poll(() => next.notes.length).toBe(2);
  const leftAt = performance.now();
  holder.leave();
  await expect.poll(() => browser.connections.length, { interval: 10 }).toBe(2);
  expect(performance.now() - leftAt).toBeLessThan(TAKES_OVER_MS);
  const taken = await holderOf(browser);
  expect(taken).toMatchObject({ tab: tab === 0 ? 1 : 0, after: 41 });
  expect(next.isLive).toBe(false);
  taken.hearing.told(41, { kind: "opened" });
  await expect.poll(() => next.isLive).toBe(true);
  expect(holder.notes).toHaveLength(2);
});

test("while the connection is lost every tab knows that it hears nothing", async () => {
  const browser = newBrowser();
  const tabs = [browser.openTab(), browser.openTab()];
  const { hearing } = await holderOf(browser);
  hearing.told(7, { kind: "opened" });
  await expect.poll(() => tabs.every(({ isLive }) => isLive)).toBe(true);
  hearing.over();
  await expect.poll(() => tabs.some(({ isLive }) => isLive)).toBe(false);
});

test("when the tab that listens stands still, and keeps the lock, the others know after a while that they hear nothing", {
  timeout: 30_000,
}, async () => {
  const browser = newBrowser();
  const tabs = [browser.openTab(), browser.openTab()];
  const { hearing, tab } = await holderOf(browser);
  const other = tabs[1 - tab] as (typeof tabs)[number];
  hearing.told(7, { kind: "opened" });
  await expect.poll(() => other.isLive).toBe(true);
  const beats = setInterval(() => hearing.alive(), 1_000);
  await new Promise((resolve) => setTimeout(resolve, LIVE.silenceSeconds * 1000 + 2_000));
  expect(other.isLive, "signs of life keep it").toBe(true);
  clearInterval(beats);
  await expect.poll(() => other.isLive, { timeout: LIVE.silenceSeconds * 1000 + 5_000 }).toBe(false);
  hearing.alive();
  await expect.poll(() => other.isLive).toBe(true);
});

test("whoever is told to ask everything again goes on from the number that comes with it, be it lower", async () => {
  const browser = newBrowser();
  const [first, second] = [browser.openTab(), browser.openTab()];
  const { hearing, tab } = await holderOf(browser);
  hearing.told(41, { kind: "opened" });
  hearing.told(7, { kind: "reset" });
  const [holder, next] = tab === 0 ? [first, second] : [second, first];
  await expect.poll(() => next.notes.length).toBe(2);
  holder.leave();
  await expect.poll(() => browser.connections.length).toBe(2);
  expect(await holderOf(browser)).toMatchObject({ after: 7 });
});

test("a stream that ends at once is not asked for without a pause", async () => {
  const browser = newBrowser();
  browser.openTab();
  (await holderOf(browser)).hearing.over();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(browser.connections).toHaveLength(1);
  await expect.poll(() => browser.connections.length, { timeout: 5_000 }).toBe(2);
});
