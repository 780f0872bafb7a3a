import type { CurrentOrganization } from "../session/session.ts";
import { words } from "../words.ts";

/** What the person is in an organization, in a word. */
export const roleIn = ({ personal, roleName }: CurrentOrganization): string =>
  personal ? words.shell.personal : roleName;
