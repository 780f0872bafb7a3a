import { createFileRoute } from "@tanstack/react-router";
import { PeoplePage } from "../../../instance/people-page.tsx";
import { useRuns } from "../../../session/session.ts";
import { Missing } from "../../../ui/missing.tsx";
import { instance } from "../../../words/instance.ts";
import { type Search, textIn } from "../../-search.ts";

export const Route = createFileRoute("/_inside/instance/people/")({
  validateSearch: (search: Search): { readonly search?: string | undefined } => ({ search: textIn(search, "search") }),
  component: People,
});

function People() {
  const { search } = Route.useSearch();
  const navigate = Route.useNavigate();
  if (!useRuns("instance:users")) return <Missing explanation={instance.missing} />;
  return <PeoplePage search={search} onSearch={(next) => void navigate({ search: { search: next }, replace: true })} />;
}
