import { createFileRoute, notFound } from "@tanstack/react-router";
import { isDevelopment } from "../development.ts";
import { MailboxPage } from "../mailbox/mailbox-page.tsx";
import { BrokenAlone } from "../ui/alone.tsx";
import { BlankPage } from "../ui/blank.tsx";
import { type Search, textIn } from "./-search.ts";

export const Route = createFileRoute("/dev/mail")({
  validateSearch: (search: Search): { readonly filter?: string | undefined } => ({ filter: textIn(search, "filter") }),
  beforeLoad: () => {
    if (!isDevelopment) throw notFound();
  },
  // What reads the mail weighs much, and no other page is to wait for it.
  loader: async ({ context }) => {
    const { mailboxOptions } = await import("../mailbox/mailbox.ts");
    await context.queryClient.ensureQueryData(mailboxOptions());
  },
  pendingComponent: BlankPage,
  errorComponent: BrokenAlone,
  component: isDevelopment ? DevMail : () => null,
});

function DevMail() {
  const { filter = "" } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <MailboxPage
      filter={filter}
      onFilter={(text) => void navigate({ search: { filter: text || undefined }, replace: true })}
    />
  );
}
