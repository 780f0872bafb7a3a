import { Link } from "@tanstack/react-router";
import { useSession } from "../session/session.ts";
import { AuditIcon, HouseIcon, MembersIcon, RolesIcon } from "../ui/icons.tsx";
import { acting } from "../words/acting.ts";
import { type Look, Place } from "./place.tsx";

const says = acting.installation;

/** The pages of whoever runs the installation, each for those whose grant opens it; nothing for everybody else. */
export function Installation({ link }: { readonly link: Look }) {
  const held = useSession()?.instance ?? [];
  if (held.length === 0) return null;
  return (
    <Place title={says.title}>
      {held.includes("instance:users") && (
        <li>
          <Link to="/instance/people" {...link}>
            <MembersIcon /> {says.people}
          </Link>
        </li>
      )}
      {held.includes("instance:organizations") && (
        <li>
          <Link to="/instance/organizations" {...link}>
            <HouseIcon /> {says.organizations}
          </Link>
        </li>
      )}
      {held.includes("instance:grants") && (
        <li>
          <Link to="/instance/grants" {...link}>
            <RolesIcon /> {says.grants}
          </Link>
        </li>
      )}
      {held.includes("instance:audit") && (
        <li>
          <Link to="/instance/log" {...link}>
            <AuditIcon /> {says.log}
          </Link>
        </li>
      )}
    </Place>
  );
}
