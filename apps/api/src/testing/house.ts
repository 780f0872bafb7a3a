import { randomInt } from "node:crypto";
import type { AuthSettings } from "@gatehouse/auth/server";
import { createWorld, type Person, type World, type WorldOptions } from "@gatehouse/auth/testing";
import type { Clock } from "@gatehouse/kernel";
import { createApp } from "../app.ts";
import { createReadiness, type Readiness } from "../doors/health.ts";
import { listen } from "../listen.ts";
import { createLog } from "../log.ts";
import { apiMigrations } from "../migrations.ts";
import { type Permission, policy } from "../policy.ts";
import { createRouter } from "../router.ts";
import { type Procedure, proceduresOf } from "./procedures.ts";
import { firstOf } from "./stream.ts";
import { type Answer, send } from "./wire.ts";

export const ORIGIN = "http://localhost:5173";

/** How a house is made that differs from the usual one: development, sign-up open. */
export interface HouseOptions {
  readonly production?: boolean;
  readonly signUp?: AuthSettings["signUp"];
  /** A second instance on the same database, under the same secret. */
  readonly beside?: NonNullable<WorldOptions<Permission>["beside"]>;
  readonly clock?: Clock;
}

/** What a call carries beside its input. */
export interface Caller {
  /** A session's token, sent as the cookie. */
  readonly token?: string | undefined;
  /** Where the call comes from; without it each call has an address of its own, so that no limit mixes two tests. */
  readonly ip?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API as it runs: a world, the Express app on a port of its own, and what its log says. */
export interface House {
  readonly world: World<Permission>;
  readonly url: string;
  readonly procedures: readonly Procedure[];
  readonly readiness: Readiness;
  /** All that was logged, as it stands in the log. */
  logged(): string;
  /** Calls a procedure as the dashboard does. */
  call(path: string, input?: unknown, caller?: Caller): Promise<Answer>;
  /** A new session of a person. */
  startSession(person: Pick<Person, "userId">): Promise<string>;
  close(): Promise<void>;
}

/** An address out of the range that is set aside for tests of this kind (RFC 2544). */
export const newIp = (): string => `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(1, 255)}`;

/** A sign-in with every factor that the person has. */
async function startSession({ auth, database, request }: World<Permission>, userId: string): Promise<string> {
  const factors = await database.admin`
    select from auth.totp where user_id = ${userId} and confirmed_at is not null
    union all select from auth.passkeys where user_id = ${userId}`;
  const amr = factors.length > 0 ? ["pwd", "otp"] : ["pwd"];
  return auth.db.work(request(), (work) => auth.sessions.start(work, { userId, amr }));
}

/** Opens a house on a database of its own. */
export async function openHouse({ production = false, signUp = "open", ...others }: HouseOptions = {}): Promise<House> {
  const world = await createWorld({
    policy,
    migrations: [apiMigrations],
    signUp,
    secureCookies: production,
    ...others,
  });
  const lines: string[] = [];
  const log = createLog("trace", { write: (line) => void lines.push(line) });
  const readiness = createReadiness(world.database.db);
  const origin = { origin: ORIGIN, development: !production };
  const app = createApp({
    auth: world.auth,
    readiness,
    log,
    origin,
    trustProxy: 1,
    mailbox: production ? null : world.mailbox,
  });
  const server = await listen(app, { host: "127.0.0.1", port: 0 });
  const procedures = proceduresOf(createRouter(world.auth));
  const cookieName = production ? "__Host-gatehouse_session" : "gatehouse_session";

  async function call(
    path: string,
    input?: unknown,
    { token, ip = newIp(), headers = {} }: Caller = {},
  ): Promise<Answer> {
    const type = procedures.find((procedure) => procedure.path === path)?.type;
    const sent = {
      Host: new URL(ORIGIN).host,
      Origin: ORIGIN,
      "X-Forwarded-For": ip,
      ...(token !== undefined && { Cookie: `${cookieName}=${token}` }),
      ...headers,
    };
    if (type !== "query" && type !== "subscription") {
      const body = input === undefined ? "" : JSON.stringify(input);
      return send(server.url, {
        method: "POST",
        path: `/trpc/${path}`,
        headers: { "Content-Type": "application/json", ...sent },
        body,
      });
    }
    const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    const sending = { path: `/trpc/${path}${query}`, headers: sent };
    return type === "query" ? send(server.url, sending) : firstOf(server.url, sending);
  }

  return {
    world,
    url: server.url,
    procedures,
    readiness,
    logged: () => lines.join(""),
    call,
    startSession: ({ userId }) => startSession(world, userId),
    async close() {
      await world.auth.live.close();
      await server.close();
      await world.close();
    },
  };
}
