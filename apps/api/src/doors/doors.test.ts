// Threat: a way in that nobody wrote down: no procedure, so that the walk of the router passes it by.
import { afterAll, describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { createLog } from "../log.ts";
import { ORIGIN, openHouse } from "../testing/house.ts";
import { doorsOf } from "./doors.ts";

const house = await openHouse();
const { world, readiness } = house;
afterAll(house.close);

interface Layer {
  readonly route?: { readonly path: string };
  readonly handle: { readonly stack?: readonly Layer[] };
  match(path: string): boolean;
}

/** The routes of an app, by the path of their own and the layer that they hang in. */
function routesIn(development: boolean): { path: string; outer: Layer }[] {
  const log = createLog("silent", { write: () => {} });
  const mailbox = development ? world.mailbox : null;
  const app = createApp({
    auth: world.auth,
    readiness,
    log,
    origin: { origin: ORIGIN, development },
    trustProxy: 1,
    mailbox,
  });
  const { stack } = app.router as unknown as { stack: readonly Layer[] };
  return stack.flatMap((outer) => {
    const inner = outer.handle.stack ?? [];
    return [outer, ...inner].flatMap(({ route }) => (route ? [{ path: route.path, outer }] : []));
  });
}

describe.each([true, false])("in development: %s", (development) => {
  const doors = doorsOf({ development });

  it("every route of the app that is no procedure stands in the list", () => {
    const routes = routesIn(development);
    expect(routes.length).toBeGreaterThan(4);
    for (const { path, outer } of routes) {
      const listed = doors.filter((door) => outer.match(door.path) && (path === "/" || path === door.path));
      expect(listed, `${path} is a way in: name it in doors.ts, with its permission or a reason`).toHaveLength(1);
    }
  });

  it("nothing stands in the list that is no way in, and each says why it may stand open", () => {
    const routes = routesIn(development);
    for (const { path, permission, reason } of doors) {
      expect(
        routes.some(({ outer, path: own }) => outer.match(path) && (own === "/" || own === path)),
        path,
      ).toBe(true);
      expect(permission !== null || reason.length > 20, path).toBe(true);
    }
  });
});
