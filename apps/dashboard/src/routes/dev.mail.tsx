import { createFileRoute, notFound } from "@tanstack/react-router";
import { z } from "zod";
import { isDevelopment } from "../development.ts";
import { mailboxOptions } from "../mailbox/mailbox.ts";
import { MailboxPage } from "../mailbox/mailbox-page.tsx";
import { BlankPage } from "../ui/blank.tsx";

export const Route = createFileRoute("/dev/mail")({
  validateSearch: z.object({ filter: z.string().optional().catch(undefined) }),
  beforeLoad: () => {
    if (!isDevelopment) throw notFound();
  },
  loader: ({ context }) => context.queryClient.ensureQueryData(mailboxOptions()),
  pendingComponent: BlankPage,
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
