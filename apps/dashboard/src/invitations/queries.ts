import { type Answers, queryClient, trpc } from "../api/client.ts";

export type Invitation = Answers["invitation"]["list"]["items"][number];
export type InviteReport = Answers["invitation"]["createMany"]["report"];

/** Who is invited and has not accepted, newest first, a page at a time. */
export const invitationListOptions = (organizationId: string) =>
  trpc.invitation.list.infiniteQueryOptions({ organizationId }, { getNextPageParam: ({ nextCursor }) => nextCursor });

export const refreshInvitations = (organizationId: string) =>
  queryClient.invalidateQueries({ queryKey: invitationListOptions(organizationId).queryKey });
