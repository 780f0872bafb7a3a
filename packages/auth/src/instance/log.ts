import type { EventFacts } from "@gatehouse/audit";
import type { Work } from "@gatehouse/db";
import { record } from "../events.ts";
import type { Account } from "../users/accounts.ts";

type Action = Parameters<typeof record>[1];

/** Writes an event into the installation's own log. */
export const recordHere = (work: Work, action: Action, facts: EventFacts = {}): Promise<void> =>
  record(work, action, { ...facts, organizationId: null });

/** The same about a person, who finds it in their own log too. */
export async function recordOf(
  work: Work,
  action: Action,
  { id: target, personalOrganizationId }: Pick<Account, "id" | "personalOrganizationId">,
  facts: EventFacts = {},
): Promise<void> {
  await recordHere(work, action, { ...facts, target });
  await record(work, action, { ...facts, target, organizationId: personalOrganizationId });
}
