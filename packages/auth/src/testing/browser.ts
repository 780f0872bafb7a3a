import { randomInt } from "node:crypto";
import type { CookieKind } from "../sessions/lucia.ts";
import { accessTableOf } from "../trpc/access-table.ts";
import { router } from "../trpc/guards.ts";
import { createAuthRouters } from "../trpc/routers.ts";
import type { World } from "./world.ts";

/**
 * A browser at an address of its own: it keeps cookies and calls the procedures of this package through their guards.
 *
 * @param session the token of a session that it holds already
 * @returns `jar`, and `call()`, which makes a caller with the cookies as they are at that moment
 */
export function createBrowser<Permission extends string>(world: World<Permission>, session: string | null = null) {
  const jar = new Map<CookieKind, string>(session === null ? [] : [["session", session]]);
  const ip = `198.18.${randomInt(256)}.${randomInt(1, 255)}`;
  const routers = router(createAuthRouters(world.auth));
  const table = { procedures: accessTableOf(routers), doors: [] };
  const setCookie = (kind: CookieKind, token: string | null): void => {
    if (kind === "session") jar.delete("aside");
    if (token === null) jar.delete(kind);
    else jar.set(kind, token);
  };
  return {
    jar,
    async call() {
      const { door } = await world.context(jar.get("session") ?? null);
      const [challenge = null, ceremony = null, aside = null] = [
        jar.get("challenge"),
        jar.get("ceremony"),
        jar.get("aside"),
      ];
      const carried = { challenge, ceremony, aside };
      return routers.createCaller({
        door: { ...door, ...carried, table, request: { ...door.request, ip }, setCookie },
      });
    },
  };
}

export type Browser = ReturnType<typeof createBrowser>;
