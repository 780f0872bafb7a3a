import type { Actor } from "@gatehouse/kernel";
import type { Request, Response } from "express";
import type { Auth } from "../server.ts";
import type { CookieKind } from "../sessions/lucia.ts";
import type { GateContext } from "../trpc/door.ts";
import { refusalOf, toTrpcError } from "../trpc/errors.ts";
import { requestIdOf } from "./request-id.ts";

const MAX_USER_AGENT = 512;

/**
 * The context of every procedure, for tRPC's Express adapter: who asks is known once per HTTP request, from the gate's memory,
 * and a cookie that was renewed is sent again here, before any answer streams.
 *
 * @param onFault told of faults that the client is not told of
 */
export function createContext<Permission extends string>(
  auth: Auth<Permission>,
  onFault: (error: unknown, requestId: string) => void,
) {
  return async ({ req, res }: { req: Request; res: Response }): Promise<GateContext> => {
    const request = {
      id: requestIdOf(req),
      ip: req.ip ?? null,
      userAgent: req.headers["user-agent"]?.slice(0, MAX_USER_AGENT) ?? null,
    };
    const report = (error: unknown) => onFault(error, request.id);
    const { cookies } = auth;
    const header = req.headers.cookie ?? "";
    const setCookie = (kind: CookieKind, token: string | null) => void res.append("Set-Cookie", cookies.write(kind, token));

    async function admit(): Promise<Actor | null> {
      // A request with both is judged by `Authorization` alone.
      if (req.headers.authorization !== undefined) return null;
      const token = cookies.read("session", header);
      if (token === null) return null;
      const admission = await auth.gate.admit(request, token);
      if (admission?.renewedUntil) setCookie("session", token);
      return admission?.actor ?? null;
    }

    const actor = await admit().catch((error: unknown) => {
      throw toTrpcError(refusalOf(error, report));
    });
    const reread = (known: Actor) => auth.gate.reread(request, known);
    const challenge = cookies.read("challenge", header);
    const { db, limits, stepUpSeconds, clock } = auth;
    return {
      door: { request, actor, challenge, db, limits, clock, stepUpSeconds, reread, setCookie, onFault: report },
    };
  };
}
