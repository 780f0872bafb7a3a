import { randomBytes } from "node:crypto";
import type { TenantWork } from "@gatehouse/db";
import { and, eq, sql } from "drizzle-orm";
import { ROLES } from "../config.ts";
import { brokenConstraint } from "../constraint.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { organizations, requirements } from "../organizations/schema.ts";
import type { Page } from "../page.ts";
import { isBuiltIn, type Policy } from "./define-policy.ts";
import { isPageKey, roleKeyOf } from "./role-input.ts";
import { listRoles, ownView, type RoleView } from "./role-list.ts";
import { diffOf, previewRole } from "./role-preview.ts";
import { holdChangeable, isRole, type OwnRole, requireHeld, requireKnown } from "./role-rules.ts";
import { roles } from "./schema.ts";

/** What makes a role. Without a key it gets one after its name. */
export interface NewRole {
  readonly key?: string | undefined;
  readonly name: string;
  readonly permissions: readonly string[];
}

/** What becomes of a role; what is left out stays. */
export interface RoleChange {
  readonly key: string;
  readonly name?: string | undefined;
  readonly permissions?: readonly string[] | undefined;
}

const taken = (field: "key" | "name") => refusal("role.taken", { fieldErrors: { [field]: ["There is one already."] } });

/** Runs a statement, and says in our words which rule of the table it broke. */
async function kept<Result>(statement: PromiseLike<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    const constraint = brokenConstraint(error) ?? "";
    if (constraint === "roles_by_name") throw taken("name");
    // Whatever points at a role keeps it: members, and whoever is invited to it.
    if (constraint.endsWith("_fkey")) throw refusal("role.in_use");
    throw error;
  }
}

/** Holds the organization, so that two who make the last role at once count each other's. */
async function requireRoom({ tx, organizationId }: TenantWork): Promise<void> {
  await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for("update");
  if ((await tx.$count(roles, eq(roles.organizationId, organizationId))) >= ROLES.max) throw refusal("role.too_many");
}

/** Writes the row; null where the key is taken, by whatever. */
async function insertRole({ tx, now, organizationId }: TenantWork, role: Required<NewRole>): Promise<OwnRole | null> {
  const { key = "", name, permissions } = role;
  if (isBuiltIn(key) || isPageKey(key)) return null;
  const values = { organizationId, key, name, permissions: [...permissions], createdAt: now, updatedAt: now };
  const target = [roles.organizationId, roles.key];
  const [row] = await kept(tx.insert(roles).values(values).onConflictDoNothing({ target }).returning());
  return row ?? null;
}

/** What is demanded can be saved anew: it names no role that is not there. */
async function demandNothingOf({ tx, organizationId }: TenantWork, key: string): Promise<void> {
  const { mfaRoles } = requirements;
  await tx
    .update(requirements)
    .set({ mfaRoles: sql`array_remove(${mfaRoles}, ${key})` })
    .where(and(eq(requirements.organizationId, organizationId), sql`${key} = any(${mfaRoles})`));
}

/** A key that nobody has, for a name whose own key is taken or has no letter in it. */
const keyBeside = (key: string | null): string => `${key ?? "role"}-${randomBytes(3).toString("hex")}`;

/** The roles of an organization: what each may, and how its own are made and changed. */
export function createRoles(policy: Policy) {
  /** What is asked for, if the policy holds it and the actor may give it. */
  function requireGrantable(work: TenantWork, names: readonly string[], before: readonly string[] = []) {
    const named = requireKnown(policy, names);
    requireHeld(work, policy.resolve([...before, ...named]));
    return named;
  }

  return {
    list: (work: TenantWork, page: Page) => listRoles(policy, work, page),
    preview: (work: TenantWork, change: RoleChange & Page) => previewRole(policy, work, change),

    /**
     * Makes a role of the organization's own.
     *
     * @throws AppError `role.permission_unknown`, `role.taken`, `role.too_many`; `access.permission_missing` for what the actor lacks
     */
    async create(work: TenantWork, { key, name, permissions }: NewRole): Promise<RoleView> {
      const named = requireGrantable(work, permissions);
      await requireRoom(work);
      const derived = key ?? roleKeyOf(name);
      const first = derived && (await insertRole(work, { key: derived, name, permissions: named }));
      const second =
        first || key !== undefined
          ? first
          : await insertRole(work, { key: keyBeside(derived), name, permissions: named });
      if (!second) throw taken("key");
      await record(work, "role.created", { target: second.key, detail: { permissions: named } });
      return ownView(policy, second);
    },

    /**
     * Changes a role's name or what it holds, for everybody who holds it, at once.
     *
     * @throws AppError `role.built_in`, `role.not_found`, `role.own`, `role.permission_unknown`, `role.taken`; `access.permission_missing` where
     * the role holds, or would hold, what the actor lacks
     */
    async update(work: TenantWork, { key, name, permissions }: RoleChange): Promise<RoleView> {
      const before = await holdChangeable(work, key);
      const named = permissions && requireGrantable(work, permissions);
      requireHeld(work, policy.resolve(before.permissions));
      const change = { ...(name !== undefined && { name }), ...(named && { permissions: [...named] }) };
      const [row = before] = await kept(
        work.tx
          .update(roles)
          .set({ ...change, updatedAt: work.now })
          .where(isRole(work, key))
          .returning(),
      );
      const detail = diffOf(policy.resolve(before.permissions), policy.resolve(row.permissions));
      await record(work, "role.updated", { target: key, detail });
      return ownView(policy, row);
    },

    /**
     * Deletes a role that nobody holds, and what the organization demanded of whoever would.
     *
     * @throws AppError `role.built_in`, `role.not_found`, `role.own`, `role.in_use`; `access.permission_missing` where it holds what the actor lacks
     */
    async delete(work: TenantWork, { key }: { key: string }): Promise<{ key: string }> {
      const before = await holdChangeable(work, key);
      requireHeld(work, policy.resolve(before.permissions));
      await kept(work.tx.delete(roles).where(isRole(work, key)));
      await demandNothingOf(work, key);
      await record(work, "role.deleted", { target: key });
      return { key };
    },
  };
}
