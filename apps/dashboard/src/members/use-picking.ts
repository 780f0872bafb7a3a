import type { SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useOrganization } from "../session/organization.tsx";
import { members } from "../words/members.ts";
import { type Member, memberPickOptions } from "./queries.ts";
import { useMemberName } from "./use-member-name.ts";

const says = members.pick;
/** Short enough to feel at once, long enough not to ask for each letter. */
const TYPING_MS = 200;
/** No id: the last line says what else there is. */
const NOTE = "note";

/** Who is chosen, and who can be. */
export interface Choice {
  /** The id of whoever is chosen; empty for nobody. */
  readonly value: string;
  /** What stands for nobody, and can be chosen; without it somebody has to be. */
  readonly nobody?: string | undefined;
  /** Who is offered: those of one role, and all but one. */
  readonly among?: { readonly role?: string; readonly except?: string | undefined } | undefined;
  /** What whoever is chosen is called, where that is known and they may be no member. */
  readonly name?: string | undefined;
}

interface Found {
  readonly people: readonly Member[];
  readonly hasMore: boolean;
  readonly isFetching: boolean;
  readonly isFailed: boolean;
}

function useFound(search: string, { role, except }: NonNullable<Choice["among"]>, enabled: boolean): Found {
  const options = memberPickOptions(useOrganization().id, { ...(role && { role }), ...(search && { search }) });
  const list = useQuery({ ...options, enabled, placeholderData: keepPreviousData });
  return {
    people: (list.data?.items ?? []).filter(({ userId }) => userId !== except),
    hasMore: list.data?.nextCursor != null,
    isFetching: list.isFetching,
    isFailed: list.isError,
  };
}

/** A listbox holds options alone, so that what is to be said of them is one too, which nobody can choose. */
function noteOf({ people, hasMore, isFetching, isFailed }: Found, isSearching: boolean) {
  const none = isFetching ? says.looking : isFailed ? says.failed : isSearching ? members.find.none : null;
  const label = people.length === 0 ? none : hasMore ? says.more : null;
  return label === null ? [] : [{ value: NOTE, label, disabled: true }];
}

/** What a field shows that members are found by: asked for once it opens, and again as somebody types. */
export function usePicking({ value, nobody, among = {}, name }: Choice) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const chosen = useMemberName(value, name);
  // What is chosen stands in the field by its name: that is nothing that was typed.
  const typed = isOpen && text !== chosen ? text.trim() : "";
  const isSearching = typed !== "";
  const [search] = useDebouncedValue(typed, TYPING_MS);
  const found = useFound(search, among, isOpen);
  const isAnswered = isSearching && search === typed && !found.isFetching;
  const offered = found.people.map(({ userId, name: label }) => ({ value: userId, label }));
  const always = [
    ...(nobody === undefined ? [] : [{ value: "", label: nobody }]),
    ...(value === "" || offered.some((option) => option.value === value) ? [] : [{ value, label: chosen }]),
  ];
  const props = {
    data: [...(isSearching ? [] : always), ...offered, ...noteOf(found, isSearching)],
    searchValue: text,
    onSearchChange: setText,
    onDropdownOpen: () => setOpen(true),
    onDropdownClose: () => setOpen(false),
    selectFirstOptionOnChange: isAnswered,
  } satisfies SelectProps;
  return { people: found.people, said: isAnswered && members.find.found(found.people.length, found.hasMore), props };
}
