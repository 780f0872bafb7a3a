import { createFileRoute } from "@tanstack/react-router";
import { OrganizationsPage } from "../../../instance/organizations-page.tsx";
import { useRuns } from "../../../session/session.ts";
import { Missing } from "../../../ui/missing.tsx";
import { instance } from "../../../words/instance.ts";
import { type Search, textIn } from "../../-search.ts";

export const Route = createFileRoute("/_inside/instance/organizations/")({
  validateSearch: (search: Search): { readonly search?: string | undefined } => ({ search: textIn(search, "search") }),
  component: Organizations,
});

function Organizations() {
  const { search } = Route.useSearch();
  const navigate = Route.useNavigate();
  if (!useRuns("instance:organizations")) return <Missing explanation={instance.missing} />;
  const onSearch = (next: string | undefined) => void navigate({ search: { search: next }, replace: true });
  return <OrganizationsPage search={search} onSearch={onSearch} />;
}
