import type { FeedEvent } from "@gatehouse/audit";

/** What is told of changes, each by the noun of the router that answers for it. */
export type LiveNoun = "organization" | "member" | "invitation" | "role" | "accessRequest" | "apiKey" | "audit";

/**
 * What a stream tells: that something changed, never what. Whoever hears it asks, and is answered as anybody who asks.
 *
 * - `opened`: from here on; `reset` instead where too much was missed to be told: ask everything again
 * - `changed`: something of these nouns in this organization
 * - `access.changed`: what the person may do, somewhere
 * - `session.ended`: nothing comes after it
 * - `paused`: the stream ends for now; come again
 */
export type LiveNote =
  | { readonly kind: "opened" | "reset" | "access.changed" | "session.ended" | "paused" }
  | { readonly kind: "changed"; readonly organizationId: string; readonly nouns: readonly LiveNoun[] };

/** A note, and the number to go on from once it was heard. */
export interface Told {
  readonly number: number;
  readonly note: LiveNote;
}

/** The permission that lets somebody be told of each: the one that lists it. */
export const READERS: Readonly<Record<LiveNoun, string>> = {
  organization: "organization:read",
  member: "member:read",
  invitation: "member:invite",
  role: "role:read",
  accessRequest: "member:change_role",
  apiKey: "api_key:read",
  audit: "audit:read",
};

/** A map, since whoever writes into the log past the catalogue may call an event like what every object has. */
const BY_EVENT: ReadonlyMap<string, readonly LiveNoun[]> = new Map(
  Object.entries({
    organization: ["organization"],
    requirement: ["organization"],
    member: ["member"],
    "member.invited": ["invitation"],
    "member.joined": ["member", "invitation"],
    invitation: ["invitation"],
    role: ["role", "member"],
    access_request: ["accessRequest"],
    api_key: ["apiKey"],
  } satisfies Record<string, readonly LiveNoun[]>),
);

/** The nouns that an event is about. What was refused changed nothing but the log. */
export function nounsOf({ action, outcome }: Pick<FeedEvent, "action" | "outcome">): readonly LiveNoun[] {
  if (outcome !== "success") return ["audit"];
  const nouns = BY_EVENT.get(action) ?? BY_EVENT.get(action.split(".", 1)[0] ?? "") ?? [];
  return [...nouns, "audit"];
}
