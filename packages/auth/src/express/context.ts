import type { RequestInfo } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { digestOf } from "@gatehouse/kernel/secrets";
import type { Request, Response } from "express";
import type { AccessTable } from "../access/matrix.ts";
import { isKeyActor } from "../gate/key-actor.ts";
import type { Auth } from "../server.ts";
import type { CookieKind } from "../sessions/lucia.ts";
import { markerOf } from "../sign-in/devices.ts";
import type { Door, GateContext } from "../trpc/door.ts";
import { refusalOf, toTrpcError } from "../trpc/errors.ts";
import { createAdmission, type Knock } from "./admit.ts";
import { requestInfoOf } from "./request-info.ts";

/** A key is asked about apart: what looks for a person finds none. */
const askersOf = (actor: Actor | null): Pick<Door, "actor" | "key"> =>
  actor !== null && isKeyActor(actor) ? { actor: null, key: actor } : { actor, key: null };

/**
 * The context of every procedure, for tRPC's Express adapter: who asks is known once per HTTP request, from the gate's memory,
 * and cookies that were renewed are sent again here, before any answer streams.
 *
 * @param onFault told of faults that the client is not told of
 * @param table every way into the host, for `access.matrix` and `access.explain`
 */
export function createContext<Permission extends string>(
  auth: Auth<Permission>,
  onFault: (error: unknown, requestId: string) => void,
  table: AccessTable = { procedures: [], doors: [] },
) {
  const admission = createAdmission(auth);
  const { cookies, db, limits, audit, stepUpSeconds, clock } = auth;
  return async ({ req, res }: { req: Request; res: Response }): Promise<GateContext> => {
    const { authorization, cookie = "" } = req.headers;
    // Only a sign-in asks for the device: a digest, and where it is new a random marker, would weigh on every other request.
    let marker: string | null = null;
    const deviceOf = (): string => {
      marker ??= markerOf(cookies.read("device", cookie));
      return marker;
    };
    let actor: Actor | null = null;
    const request: RequestInfo = {
      ...requestInfoOf(req),
      get device() {
        return digestOf(deviceOf());
      },
      get impersonatorId() {
        return actor?.impersonator?.userId;
      },
    };
    const report = (error: unknown) => onFault(error, request.id);
    const write = (kind: CookieKind, token: string | null) => void res.append("Set-Cookie", cookies.write(kind, token));
    const knock: Knock = { request, authorization, cookie, write, report };

    actor = await admission.admit(knock).catch((error: unknown) => {
      throw toTrpcError(refusalOf(error, report));
    });
    const door: Door = {
      request,
      ...askersOf(actor),
      keys: auth.keys,
      isBearer: authorization !== undefined,
      get device() {
        return deviceOf();
      },
      get challenge() {
        return cookies.read("challenge", cookie);
      },
      get session() {
        return cookies.read("session", cookie);
      },
      get aside() {
        return cookies.read("aside", cookie);
      },
      get ceremony() {
        return cookies.read("ceremony", cookie);
      },
      db,
      limits,
      accesses: audit.accesses,
      clock,
      stepUpSeconds,
      table,
      reread: (known: Actor) => auth.gate.reread(request, known),
      rereadIn: auth.gate.rereadIn,
      inTurn: auth.inTurn,
      setCookie: (kind, token) => (kind === "session" ? admission.giveSession(knock, token) : write(kind, token)),
      onFault: report,
    };
    return { door };
  };
}
