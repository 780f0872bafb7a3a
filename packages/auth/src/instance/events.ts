import { acrossTenants, type EventPage, listEvents } from "@gatehouse/audit";
import type { Page } from "../page.ts";
import type { InstanceWork } from "./work.ts";

const REASON = "The installation's own log was read by somebody who runs it.";

/** The installation's own log, newest first: what happened in no organization, and to all of them. Reading it is part of it. */
export const listInstanceEvents = (begun: InstanceWork, page: Page): Promise<EventPage> =>
  acrossTenants(begun, REASON, ({ tx }) => listEvents({ tx, organizationId: null }, page));
