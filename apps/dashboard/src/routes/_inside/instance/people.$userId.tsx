import { createFileRoute } from "@tanstack/react-router";
import { PersonPage } from "../../../instance/person-page.tsx";
import { useRuns } from "../../../session/session.ts";
import { Missing } from "../../../ui/missing.tsx";
import { instance } from "../../../words/instance.ts";

export const Route = createFileRoute("/_inside/instance/people/$userId")({ component: OnePerson });

function OnePerson() {
  const { userId } = Route.useParams();
  return useRuns("instance:users") ? (
    <PersonPage key={userId} userId={userId} />
  ) : (
    <Missing explanation={instance.missing} />
  );
}
