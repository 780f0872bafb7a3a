import type { TenantWork } from "@gatehouse/db";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { ORGANIZATION_ERASURE_SECONDS } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { holdMembers, ownersOf, teamOf } from "./memberships.ts";
import { nameInMail } from "./name-in-mail.ts";
import { organizations } from "./schema.ts";

/** When an organization will be gone, unless an owner restores it. */
export interface DeletingOrganization {
  readonly status: "deleting";
  readonly deletesAt: string;
}

/** Giving an organization up: asked for here, seven days in which an owner may restore it, then erasure. Meanwhile nobody works in it. */
export function createOrganizationDeletion(mail: AuthMail) {
  return {
    /**
     * Asks for the organization to be erased.
     *
     * @param confirm the organization's slug as the person typed it, where a form asked for it
     * @throws AppError `organization.personal`; `request.invalid` for another slug
     */
    async request(work: TenantWork, { confirm }: { confirm?: string | undefined }): Promise<DeletingOrganization> {
      await holdMembers(work);
      const { id, slug, name, deletesAt: before } = await teamOf(work);
      if (confirm !== undefined && confirm !== slug)
        throw refusal("request.invalid", { fieldErrors: { confirm: [`Type ${slug} to confirm.`] } });
      const due = new Date(work.now.getTime() + ORGANIZATION_ERASURE_SECONDS * 1000);
      const isKept = and(eq(organizations.id, id), isNull(organizations.deletesAt));
      const asked = await work.tx
        .update(organizations)
        .set({ deletesAt: due })
        .where(isKept)
        .returning({ id: organizations.id });
      const deletesAt = (asked.length > 0 ? due : (before ?? due)).toISOString();
      if (asked.length > 0) {
        await record(work, "organization.deletion_requested", { target: id, detail: { deletesAt } });
        const facts = { organization: nameInMail(name), at: deletesAt };
        for (const to of await ownersOf(work)) await mail.send(work, "organizationDeletionAsked", { to, ...facts });
      }
      return { status: "deleting", deletesAt };
    },

    /** Keeps the organization. One that nobody is deleting stays as it is. */
    async restore(work: TenantWork): Promise<{ status: "restored" }> {
      await holdMembers(work);
      const { id, name } = await teamOf(work);
      const isDue = and(eq(organizations.id, id), isNotNull(organizations.deletesAt));
      const kept = await work.tx
        .update(organizations)
        .set({ deletesAt: null })
        .where(isDue)
        .returning({ id: organizations.id });
      if (kept.length > 0) {
        await record(work, "organization.restored", { target: id });
        const facts = { organization: nameInMail(name) };
        for (const to of await ownersOf(work)) await mail.send(work, "organizationRestored", { to, ...facts });
      }
      return { status: "restored" };
    },
  };
}
