import { useMay, useOrganization } from "../session/organization.tsx";
import { useImpersonator, useSession } from "../session/session.ts";
import type { Member } from "./queries.ts";

/** What can be done with a member, or by oneself. */
export type MemberAct = "change" | "reset" | "remove" | "leave";

/** What this person may do with that member. The server judges anew: this hides only what is refused for sure. */
export function useActs(member: Member): readonly MemberAct[] {
  const { role, personal } = useOrganization();
  const isMe = useSession()?.user.id === member.userId;
  const mayChange = useMay("member:change_role");
  const mayRemove = useMay("member:remove");
  const isActing = useImpersonator() !== null;
  if (isMe) return personal || isActing ? [] : ["leave"];
  if (member.role === "owner" && role !== "owner") return [];
  return [
    ...(mayChange ? (["change"] as const) : []),
    ...(mayRemove && member.mfa ? (["reset"] as const) : []),
    ...(mayRemove ? (["remove"] as const) : []),
  ];
}
