import { audit } from "../words/audit.ts";
import { events } from "../words/events.ts";
import type { AuditEvent } from "./queries.ts";

/** What happened, as a sentence; the action's own name where this page knows none. */
export const saysOf = (action: string): string => (Object.hasOwn(events, action) ? events[action] : null) ?? action;

/** Who did it: by name as long as they have one, else by id. */
export const actorOf = ({ actorId }: Pick<AuditEvent, "actorId">, people: ReadonlyMap<string, string>): string =>
  actorId === null ? audit.nobody : (people.get(actorId) ?? actorId);

type Acted = Pick<AuditEvent, "action" | "detail">;

/** Who really did it, by id, where somebody who runs the installation acted as the one whom the event names; else null. */
export const impersonatorOf = ({ action, detail: { impersonatorId } }: Acted): string | null =>
  // Whoever ends the acting is who they are.
  typeof impersonatorId === "string" && action !== "instance.impersonation_ended" ? impersonatorId : null;
