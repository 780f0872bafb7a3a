import { useSession } from "../session/session.ts";
import { Missing } from "../ui/missing.tsx";
import { acting } from "../words/acting.ts";

/** What stands in the place of a person's own pages for whoever acts as them. */
export const ClosedPage = () => (
  <Missing title={acting.closedTitle} explanation={acting.closed(useSession()?.user.name ?? "")} />
);
