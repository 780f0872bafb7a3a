import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { trpc } from "../api/client.ts";
import { AccountIcon } from "../ui/icons.tsx";
import { palette } from "../words/palette.ts";
import { plain } from "./palette-match.ts";
import { type Command, type CommandsProps, heldIn } from "./use-commands.tsx";

/** Letters from which on people are looked for: with fewer, nearly everybody is found. */
const LEAST = 2;
const MOST = 5;
const TYPING_MS = 150;

interface FoundMembers {
  readonly members: readonly Command[];
  readonly isLooking: boolean;
}

/** The members of the organization who are called so, for whoever may read who belongs to it. Each leads to the list, with them in it. */
export function useMembers({ session, organization }: CommandsProps, query: string): FoundMembers {
  const navigate = useNavigate();
  const typed = query.trim();
  const [search] = useDebouncedValue(typed, TYPING_MS);
  const mayRead =
    organization !== undefined && !organization.personal && heldIn(session, organization).includes("member:read");
  const isAsked = mayRead && typed.length >= LEAST;
  const input = { organizationId: organization?.id ?? "", search, limit: MOST };
  const options = trpc.member.list.queryOptions(input, { placeholderData: keepPreviousData });
  const { data, isFetching } = useQuery({ ...options, enabled: isAsked && search.length >= LEAST });
  if (!isAsked || organization === undefined) return { members: [], isLooking: false };
  const members = (data?.items ?? [])
    // Those who were found for fewer letters stay in sight as long as they may still be meant.
    .filter(({ name, email }) => plain(`${name} ${email}`).includes(plain(typed)))
    .map(
      ({ userId, name, email, roleName }): Command => ({
        id: userId,
        group: palette.groups.members,
        label: name,
        description: email,
        hint: roleName,
        mark: <AccountIcon />,
        isForgotten: true,
        run: () =>
          void navigate({ to: "/o/$slug/members", params: { slug: organization.slug }, search: { search: name } }),
      }),
    );
  return { members, isLooking: isFetching || search !== typed };
}
