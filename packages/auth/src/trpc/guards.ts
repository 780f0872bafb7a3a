import type { Begin, TenantWork, UserWork, Work } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { addressKey } from "@gatehouse/limits";
import { initTRPC } from "@trpc/server";
import { noteBreakGlass } from "../access/break-glass.ts";
import type { Policy } from "../access/define-policy.ts";
import { breaksGlass } from "../access/demands.ts";
import { type Facts, judge } from "../access/judge.ts";
import type { TrafficLimit } from "../config.ts";
import { refusal } from "../errors.ts";
import type { InstancePermission } from "../instance/permissions.ts";
import { asInstanceWork, type InstanceWork } from "../instance/work.ts";
import { stepUpMethodsOf } from "../sign-in/step-up.ts";
import { requireClean } from "./clean.ts";
import type { Door, GateContext } from "./door.ts";
import { formatError, refusalOf, rememberRefusal, toTrpcError } from "./errors.ts";
import { refuseImpersonator, requireGrant } from "./installation.ts";
import { sse } from "./sse.ts";

/** What a procedure may demand beside its access, alike on all builders. */
export interface GateMeta {
  /** A traffic limit of `config.ts`, counted by the caller's IP. */
  readonly limit?: TrafficLimit;
  /**
   * The event that says that somebody looked at something: `document.read` names the thing by `documentId` of the input. For what changes
   * something there is `record`.
   */
  readonly audit?: string;
  /** Sensitive: open for ten minutes after a sign-in with every factor, or a step-up; else 403 `access.step_up_required`. */
  readonly stepUp?: true;
  /** Open to owners of an organization that is being deleted; everything else there is 403 `organization.deleting`. */
  readonly whileDeleting?: true;
  /**
   * Whether it is open to somebody who runs the installation and acts as the person; else 403 `access.impersonating`. Left out, reading is,
   * and changing what belongs to an organization; nothing sensitive ever is.
   */
  readonly impersonation?: "open" | "closed";
}

const ACCESS: unique symbol = Symbol("access");
const declare = (access: string): GateMeta => ({ [ACCESS]: access }) as GateMeta;

/** The access that a procedure declared: "public", "signed in" or a permission; undefined for one that passed no guard. */
export const accessOf = (meta: unknown): string | undefined => (meta as Record<symbol, string> | undefined)?.[ACCESS];

const t = initTRPC.context<GateContext>().meta<GateMeta>().create({ isDev: false, errorFormatter: formatError, sse });

interface Call {
  readonly type: "query" | "mutation" | "subscription";
  readonly ctx: GateContext;
  readonly meta: GateMeta | undefined;
  getRawInput(): Promise<unknown>;
}

async function spendLimit({ door }: GateContext, meta: GateMeta | undefined): Promise<void> {
  if (meta?.limit) await door.limits.spend(meta.limit, addressKey(door.request.ip));
}

const isFresh = ({ clock }: Door, actor: Actor, meta: GateMeta | undefined): boolean =>
  !meta?.stepUp || actor.freshUntil > clock().getTime();

function requireFresh(door: Door, actor: Actor, meta: GateMeta | undefined): void {
  if (isFresh(door, actor, meta)) return;
  throw refusal("access.step_up_required", {
    stepUp: { methods: stepUpMethodsOf(actor), maxAgeSeconds: door.stepUpSeconds },
  });
}

/** The id of the thing that an event of looking at it is about. */
function targetOf(action: string, input: unknown): { target?: string } {
  const id = (input as Record<string, unknown> | null | undefined)?.[`${action.split(".", 1)[0]}Id`];
  return typeof id === "string" ? { target: id } : {};
}

/** Hands on what a procedure answered, once it is noted who looked, where that is to be known. */
async function noted<Result extends { ok: boolean }>(
  { ctx: { door }, meta, getRawInput }: Call,
  actor: Actor | null,
  organizationId: string | null,
  answer: Promise<Result>,
): Promise<Result> {
  const result = await answer;
  if (result.ok && meta?.audit !== undefined) {
    const { audit: action } = meta;
    const target = targetOf(action, await getRawInput());
    const actorId = actor?.userId ?? null;
    const means = actor?.keyId === undefined ? {} : { detail: { keyId: actor.keyId } };
    await door.accesses.note({ action, actorId, organizationId, request: door.request, ...target, ...means });
  }
  return result;
}

/** The person who asks. */
function requireActor({ actor, key }: Door): Actor {
  if (key !== null) throw refusal("access.key_not_accepted");
  if (!actor) throw refusal("auth.session_required");
  return actor;
}

/** Who asks, person or key. */
const requireAsker = (door: Door): Actor => door.key ?? requireActor(door);

/** Decides about a call. A key's is counted, with how it ended. */
const decided = <Result>({ key, keys, request }: Door, decide: () => Promise<Result>): Promise<Result> =>
  key === null ? decide() : keys.counted(key, request, decide);

function organizationIdIn(input: unknown): string {
  const value = typeof input === "object" && input !== null && "organizationId" in input ? input.organizationId : null;
  if (typeof value === "string") return value;
  throw refusal("request.invalid", { fieldErrors: { organizationId: ["Name the organization."] } });
}

const factsOf = (
  { clock, request, stepUpSeconds }: Door,
  { signedInAt, freshUntil }: Actor,
  meta: GateMeta | undefined,
) =>
  ({
    now: clock().getTime(),
    session: { ip: request.ip, signedInAt, freshUntil },
    stepUpSeconds: meta?.stepUp ? stepUpSeconds : null,
    whileDeleting: meta?.whileDeleting === true,
  }) satisfies Facts;

/** From memory; before it refuses it reads the person's access anew, because a change of a moment ago must count at once. */
async function requireAccess(
  door: Door,
  organizationId: string,
  permission: string,
  meta: GateMeta | undefined,
): Promise<Actor> {
  const known = requireAsker(door);
  const held = known.memberships.get(organizationId);
  // The usual case, without building what a judgement is made of.
  if (held?.permissions.has(permission) && !held.needsFactor && held.demands === null && isFresh(door, known, meta)) {
    return known;
  }
  const facts = factsOf(door, known, meta);
  const actor = judge(known, organizationId, permission, facts) === null ? known : await door.reread(known);
  if (!actor) throw refusal("auth.session_required");
  const refused = judge(actor, organizationId, permission, facts);
  if (refused) throw refused;
  if (breaksGlass(actor.memberships.get(organizationId)?.demands, facts.session, facts.now)) {
    await door.db.tenantWork(door.request, actor, organizationId, noteBreakGlass);
  }
  return actor;
}

/**
 * Opens works in an organization. Its sensitive changes go one after the other, and each is judged once more when it is its turn: the one
 * before may have taken away what this one was let in by.
 */
function worksOf(
  { door, meta }: { door: Door; meta: GateMeta | undefined },
  actor: Actor,
  organizationId: string,
  permission: string,
): Begin<TenantWork> {
  const open: Begin<TenantWork> = (fn) => door.db.tenantWork(door.request, actor, organizationId, fn);
  if (!meta?.stepUp) return open;
  return (fn) =>
    door.inTurn(organizationId, open, async (work) => {
      const current = await door.rereadIn(work, actor);
      if (!current) throw refusal("auth.session_required");
      const refused = judge(current, organizationId, permission, factsOf(door, current, meta));
      if (refused) throw refused;
      return fn({ ...work, actor: current });
    });
}

/** Runs a guard and all that comes after it, and translates what either throws; remembered refusals are written after the rollback. */
async function guarded<Result extends { ok: boolean; error?: unknown }>(
  { ctx, getRawInput }: Call,
  run: () => Promise<Result>,
): Promise<Result> {
  const { door } = ctx;
  const refuse = async (thrown: unknown) => {
    const error = refusalOf(thrown, door.onFault);
    const organizationId = error.audit === "access.refused" ? organizationIdIn(await getRawInput()) : null;
    await rememberRefusal(door, error, organizationId).catch(door.onFault);
    return toTrpcError(error);
  };
  const result = await run().catch(async (thrown: unknown) => {
    throw await refuse(thrown);
  });
  if (!result.ok) throw await refuse(result.error);
  return result;
}

const publicProcedure = t.procedure.meta(declare("public")).use((call) =>
  guarded(call, async () => {
    const { ctx, meta, getRawInput, next } = call;
    await spendLimit(ctx, meta);
    requireClean(await getRawInput());
    const begin: Begin<Work> = (fn) => ctx.door.db.work(ctx.door.request, fn);
    const { actor } = ctx.door;
    return noted(call, actor, actor?.personalOrganizationId ?? null, next({ ctx: { begin } }));
  }),
);

const protectedProcedure = t.procedure.meta(declare("signed in")).use((call) =>
  guarded(call, async () => {
    const { ctx, meta, getRawInput, next } = call;
    const actor = await decided(ctx.door, async () => requireActor(ctx.door));
    refuseImpersonator(ctx.door, call, true);
    requireFresh(ctx.door, actor, meta);
    await spendLimit(ctx, meta);
    requireClean(await getRawInput());
    const begin: Begin<UserWork> = (fn) => ctx.door.db.userWork(ctx.door.request, actor, fn);
    return noted(call, actor, actor.personalOrganizationId, next({ ctx: { actor, begin } }));
  }),
);

const permissioned = (permission: string) =>
  t.procedure.meta(declare(permission)).use((call) =>
    guarded(call, async () => {
      const { ctx, meta, getRawInput, next } = call;
      const { actor, organizationId, input } = await decided(ctx.door, async () => {
        // Nothing sensitive is a key's to do: it cannot prove once more to be itself.
        if (meta?.stepUp) requireActor(ctx.door);
        requireAsker(ctx.door);
        refuseImpersonator(ctx.door, call, false);
        const asked = await getRawInput();
        const place = organizationIdIn(asked);
        return { actor: await requireAccess(ctx.door, place, permission, meta), organizationId: place, input: asked };
      });
      await spendLimit(ctx, meta);
      requireClean(input);
      const begin = worksOf({ door: ctx.door, meta }, actor, organizationId, permission);
      return noted(call, actor, organizationId, next({ ctx: { actor, organizationId, begin } }));
    }),
  );

const SENSITIVE = { stepUp: true } as const;

const installed = (permission: InstancePermission) =>
  t.procedure.meta({ ...declare(permission), ...SENSITIVE }).use((call) =>
    guarded(call, async () => {
      const { ctx, meta, getRawInput, next } = call;
      const actor = await decided(ctx.door, () => requireGrant(ctx.door, permission));
      requireFresh(ctx.door, actor, SENSITIVE);
      await spendLimit(ctx, meta);
      requireClean(await getRawInput());
      const begin: Begin<InstanceWork> = (fn) =>
        ctx.door.db.userWork(ctx.door.request, actor, (work) => fn(asInstanceWork(work)));
      return noted(call, actor, null, next({ ctx: { actor, begin } }));
    }),
  );

/**
 * The builders of every procedure, typed by the host's policy: a misspelt permission does not compile. A host joins them to its
 * own `t` by `t.procedure.concat(guards.protectedProcedure)`.
 *
 * - `publicProcedure`: anybody; `begin` opens a `Work`
 * - `protectedProcedure`: 401 `auth.session_required` without a session; `begin` opens a `UserWork`
 * - `permissionedProcedure(permission)`: reads `organizationId` from the input; 404 `organization.not_found` without a membership,
 *   403 `access.permission_missing` without the permission, both before the input is parsed, and what else the organization demands;
 *   `begin` opens a `TenantWork`. API keys may call these alone, and no sensitive one: else 403 `access.key_not_accepted`
 * - `instanceProcedure(permission)`: for whoever runs the installation, with a second factor and a fresh proof of it, always; for
 *   everybody else there is no such procedure, 404 `request.not_found`; 403 `instance.permission_missing` for a grant that does not
 *   include it; `begin` opens an `InstanceWork`
 */
export function createGuards<Permission extends string>(_policy: Policy<Permission>) {
  return {
    publicProcedure,
    protectedProcedure,
    permissionedProcedure: (permission: Permission) => permissioned(permission),
    instanceProcedure: (permission: InstancePermission) => installed(permission),
  };
}

/** The router builder of the routers that this package ships. */
export const { router } = t;

/** One procedure, one transaction: opens the work that the builder gives, and hands it to the function with the input. */
export const transact =
  <W, Input, Output>(fn: (work: W, input: Input) => Promise<Output>) =>
  ({ ctx, input }: { ctx: { begin: Begin<W> }; input: Input }): Promise<Output> =>
    ctx.begin((work) => fn(work, input));
