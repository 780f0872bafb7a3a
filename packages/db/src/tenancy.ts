import { sql } from "drizzle-orm";
import type { Tx, Work } from "./work.ts";

/** The application's role: neither owner nor superuser, and blind to tenant tables outside a work. */
export const APPLICATION_ROLE = "gatehouse_app";
/** The role taken on inside an organization; row-level security binds it to `gatehouse.organization_id`. */
const TENANT_ROLE = "gatehouse_tenant";

/** Whom row-level security sees: nobody, one person, or one person inside one organization. */
export interface Scope {
  readonly userId?: string;
  readonly organizationId?: string;
}

/**
 * A process that stands still in the middle of a work, or was cut off from the database without a word, keeps its locks no longer: the
 * others wait for them.
 */
const IDLE_MS = "10000";

/** Takes on a role and its scope until the end of the transaction, in one statement. */
export async function setScope(tx: Tx, { userId = "", organizationId = "" }: Scope): Promise<void> {
  const role = organizationId === "" ? APPLICATION_ROLE : TENANT_ROLE;
  await tx.execute(
    sql`select set_config('gatehouse.user_id', ${userId}, true), set_config('gatehouse.organization_id', ${organizationId}, true), set_config('role', ${role}, true), set_config('idle_in_transaction_session_timeout', ${IDLE_MS}, true)`,
  );
}

const scopeOf = (work: Work & { organizationId?: string; actor?: { userId: string } }): Scope => ({
  ...(work.actor && { userId: work.actor.userId }),
  ...(work.organizationId !== undefined && { organizationId: work.organizationId }),
});

/** Runs a part under another scope, and goes back even when it throws: whoever catches that is where they were. */
async function within<Result>({ tx }: Work, scope: Scope, back: Scope, fn: () => Promise<Result>): Promise<Result> {
  await setScope(tx, scope);
  try {
    const result = await fn();
    await setScope(tx, back);
    return result;
  } catch (error) {
    // Refused only where a statement failed: then nothing but the rollback can follow, and the scope goes with it.
    await setScope(tx, back).catch(() => {});
    throw error;
  }
}

/**
 * Runs one part of a work inside an organization: for the commands that make an organization, where nobody
 * can be a member yet. Every other tenant work comes from `permissionedProcedure`.
 */
export function inTenant<W extends Work, Result>(
  work: W,
  organizationId: string,
  fn: (work: W & { organizationId: string }) => Promise<Result>,
): Promise<Result> {
  const back = scopeOf(work);
  return within(work, { ...back, organizationId }, back, () => fn({ ...work, organizationId }));
}

/**
 * Runs one part of a work as the application, for what no tenant may touch itself: the queue, epochs.
 * Row-level security sees the person and no organization meanwhile.
 */
export async function asApplication<Result>(work: Work, fn: () => Promise<Result>): Promise<Result> {
  const { organizationId, ...person } = scopeOf(work);
  return organizationId === undefined ? fn() : within(work, person, { ...person, organizationId }, fn);
}

/** Runs one part of a work as seen by one person: for the gate, which has no actor yet, and for what makes one. */
export function asPerson<Result>(work: Work, userId: string, fn: () => Promise<Result>): Promise<Result> {
  return within(work, { userId }, scopeOf(work), fn);
}
