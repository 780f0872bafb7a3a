import type { Database, RequestInfo } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import type { AuthLimits } from "../deps.ts";

/** What a request brings to the guards: who asks, from where, and the ways on. Made once per HTTP request. */
export interface Door {
  readonly request: RequestInfo;
  readonly actor: Actor | null;
  readonly db: Database;
  readonly limits: AuthLimits;
  /** The actor with its access read anew, for a refusal that a change of a moment ago may have overtaken. */
  reread(actor: Actor): Promise<Actor | null>;
  /** Gives the browser a session's token, or takes it away. */
  setSession(token: string | null): void;
  /** Told of faults that the client is not told of. */
  onFault(error: unknown): void;
}

/** What every procedure's context must hold. */
export interface GateContext {
  readonly door: Door;
}
