import { useOrganization } from "../session/organization.tsx";
import { BackLink } from "../ui/back-link.tsx";
import { roleBook } from "../words/role-book.ts";

export const BackToRoles = () => (
  <BackLink to="/o/$slug/roles" params={{ slug: useOrganization().slug }}>
    {roleBook.back}
  </BackLink>
);
