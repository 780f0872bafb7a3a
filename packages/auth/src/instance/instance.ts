import type { Database } from "@gatehouse/db";
import type { AuthMail } from "../deps.ts";
import type { Gate } from "../gate/gate.ts";
import type { Mfa } from "../mfa/mfa.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { createClosing, type Disabling } from "./closing.ts";
import { listInstanceEvents } from "./events.ts";
import { grant, revoke } from "./granting.ts";
import { grantInstance, listGrants, listInstanceAdmins, revokeInstance } from "./grants.ts";
import { createImpersonation } from "./impersonation.ts";
import { getAnyOrganization, listAllOrganizations, setMemberLimit } from "./organizations.ts";
import { createPeople } from "./people.ts";

interface InstanceDeps {
  readonly db: Database;
  readonly gate: Gate;
  readonly mail: AuthMail;
  readonly sessions: Sessions;
  readonly mfa: Mfa;
  readonly disabling: Disabling;
}

/** Running the installation: by whoever holds a grant, and from the command line of its server. */
export function createInstance({ db, gate, mail, sessions, mfa, disabling }: InstanceDeps) {
  return {
    people: createPeople(sessions, mfa),
    organizations: { list: listAllOrganizations, get: getAnyOrganization, setMemberLimit },
    grants: { list: listGrants, grant, revoke },
    closing: createClosing(disabling, sessions),
    events: listInstanceEvents,
    impersonation: createImpersonation({ db, gate, mail }),
    /** For whoever has the server in their hands: nobody's grant is asked for. */
    operator: { grant: grantInstance, revoke: revokeInstance, list: listInstanceAdmins },
  };
}
