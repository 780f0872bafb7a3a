import { sql } from "drizzle-orm";
import type { Tx, Work } from "./work.ts";

/** The application's role: neither owner nor superuser, and blind to tenant tables outside a work. */
export const APPLICATION_ROLE = "gatehouse_app";
/** The role taken on inside an organization; row-level security binds it to `gatehouse.organization_id`. */
export const TENANT_ROLE = "gatehouse_tenant";

/** Whom row-level security sees: nobody, one person, or one person inside one organization. */
export interface Scope {
  readonly userId?: string;
  readonly organizationId?: string;
}

/** Takes on a role and its scope until the end of the transaction, in one statement. */
export async function setScope(tx: Tx, { userId = "", organizationId = "" }: Scope): Promise<void> {
  const role = organizationId === "" ? APPLICATION_ROLE : TENANT_ROLE;
  await tx.execute(
    sql`select set_config('gatehouse.user_id', ${userId}, true), set_config('gatehouse.organization_id', ${organizationId}, true), set_config('role', ${role}, true)`,
  );
}

const scopeOf = (work: Work & { organizationId?: string; actor?: { userId: string } }): Scope => ({
  ...(work.actor && { userId: work.actor.userId }),
  ...(work.organizationId !== undefined && { organizationId: work.organizationId }),
});

/**
 * Runs one part of a work inside an organization: for the commands that make an organization, where nobody
 * can be a member yet. Every other tenant work comes from `permissionedProcedure`.
 */
export async function inTenant<W extends Work, Result>(
  work: W,
  organizationId: string,
  fn: (work: W & { organizationId: string }) => Promise<Result>,
): Promise<Result> {
  await setScope(work.tx, { ...scopeOf(work), organizationId });
  const result = await fn({ ...work, organizationId });
  await setScope(work.tx, scopeOf(work));
  return result;
}

/**
 * Runs one part of a work as the application, for what no tenant may touch itself: the queue, epochs.
 * Row-level security sees the person and no organization meanwhile.
 */
export async function asApplication<Result>(work: Work, fn: () => Promise<Result>): Promise<Result> {
  const scope = scopeOf(work);
  if (scope.organizationId === undefined) return fn();
  await setScope(work.tx, scope.userId === undefined ? {} : { userId: scope.userId });
  const result = await fn();
  await setScope(work.tx, scope);
  return result;
}

/** Runs one part of a work as seen by one person: for the gate, which has no actor yet, and for what makes one. */
export async function asPerson<Result>(work: Work, userId: string, fn: () => Promise<Result>): Promise<Result> {
  await setScope(work.tx, { userId });
  const result = await fn();
  await setScope(work.tx, scopeOf(work));
  return result;
}
