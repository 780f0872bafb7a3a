import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { queryClient } from "../api/client.ts";

const mail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
  at: z.string(),
});

export type Mail = z.infer<typeof mail>;

const DOOR = "/dev/mailbox";
const POLL_MS = 3_000;

async function fetchMails(): Promise<readonly Mail[]> {
  const answer = await fetch(DOOR);
  if (!answer.ok) throw new Error(`${DOOR} answered ${answer.status}`);
  return z.array(mail).parse(await answer.json());
}

/** What this server would have sent, newest first; looked at again every few seconds, since mail comes late. */
export const mailboxOptions = () =>
  queryOptions({ queryKey: ["mailbox"], queryFn: fetchMails, refetchInterval: POLL_MS, staleTime: 0 });

export async function emptyMailbox(): Promise<void> {
  await fetch(DOOR, { method: "DELETE" });
  await queryClient.invalidateQueries({ queryKey: mailboxOptions().queryKey });
}

/** The mails whose address or subject holds the text, whatever its case. */
export function matching(mails: readonly Mail[], filter: string): readonly Mail[] {
  const wanted = filter.trim().toLowerCase();
  return mails.filter(({ to, subject }) => `${to}\n${subject}`.toLowerCase().includes(wanted));
}
