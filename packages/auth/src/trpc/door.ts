import type { Accesses } from "@gatehouse/audit";
import type { Database, RequestInfo, Work } from "@gatehouse/db";
import type { Actor, Clock } from "@gatehouse/kernel";
import type { AccessTable } from "../access/matrix.ts";
import type { InTurn } from "../access/turn.ts";
import type { AuthLimits } from "../deps.ts";
import type { KeyActor } from "../gate/key-actor.ts";
import type { KeyDesk } from "../keys/desk.ts";
import type { CookieKind } from "../sessions/lucia.ts";

/** What a request brings to the guards: who asks, from where, and the ways on. Made once per HTTP request. */
export interface Door {
  readonly request: RequestInfo;
  /** The person who asks; null for nobody, and for an API key. */
  readonly actor: Actor | null;
  /** The API key that asks. It is no person, so that permissioned procedures alone take it. */
  readonly key: KeyActor | null;
  /** Where the calls of keys are counted. */
  readonly keys: Pick<KeyDesk, "counted">;
  /** Whether the request was judged by its `Authorization` header, and by no cookie. */
  readonly isBearer: boolean;
  readonly db: Database;
  readonly limits: AuthLimits;
  /** Where it is noted who looked at what. */
  readonly accesses: Pick<Accesses, "note">;
  readonly clock: Clock;
  /** How long a step-up lasts, for whoever is asked for one. */
  readonly stepUpSeconds: number;
  /** The actor with its access read anew, for a refusal that a change of a moment ago may have overtaken. */
  reread(actor: Actor): Promise<Actor | null>;
  /** The same as it stands in a work; null also where the session ended meanwhile. */
  rereadIn(work: Work, actor: Actor): Promise<Actor | null>;
  /** Opens the work of a sensitive change when the organization's others are over. */
  readonly inTurn: InTurn;
  /** The half-way sign-in that the browser carries. */
  readonly challenge: string | null;
  /** The marker of the browser's device, made now where it brought none: a complete sign-in gives it back. */
  readonly device: string;
  /** The token of the session that the browser carries. */
  readonly session: string | null;
  /** The token of the person's own session, which the browser keeps aside while it acts as somebody else. */
  readonly aside: string | null;
  /** The token that binds WebAuthn ceremonies to the browser. */
  readonly ceremony: string | null;
  /**
   * Gives the browser a token, or takes it away. With a session's goes an access token, so wait for it before you answer; a session that is
   * no browser's gets none.
   */
  setCookie(kind: Exclude<CookieKind, "access">, token: string | null): void | Promise<void>;
  /** Every way into the host, as the running router declares it. */
  readonly table: AccessTable;
  /** Told of faults that the client is not told of. */
  onFault(error: unknown): void;
}

/** What every procedure's context must hold. */
export interface GateContext {
  readonly door: Door;
}
