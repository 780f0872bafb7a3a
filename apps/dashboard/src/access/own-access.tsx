import { Link } from "@tanstack/react-router";
import { useOrganization } from "../session/organization.tsx";
import { useExplained } from "../session/use-explained.ts";
import { Page } from "../ui/page.tsx";
import { access } from "../words/access.ts";
import { AccessRegister } from "./access-register.tsx";

const { title, subtitle, why, whyNamed } = access;

/** Everything that can be done in the organization, and which of it the person may. */
export function OwnAccess() {
  const { name, slug, roleName, permissions } = useOrganization();
  const isExplained = useExplained(slug);
  return (
    <Page title={title} tab={`${title} · ${name}`} subtitle={subtitle(name, roleName)}>
      <AccessRegister
        label={title}
        held={permissions}
        says={access}
        why={(permission, says) =>
          isExplained && (
            <Link to="/o/$slug/access" params={{ slug }} search={{ permission }} aria-label={whyNamed(says)}>
              {why}
            </Link>
          )
        }
      />
    </Page>
  );
}
