import { NativeSelect, TextInput } from "@mantine/core";
import { MemberPicker } from "../members/member-picker.tsx";
import { useMay } from "../session/organization.tsx";
import { ChevronIcon } from "../ui/icons.tsx";
import { audit } from "../words/audit.ts";
import { events } from "../words/events.ts";
import classes from "./audit.module.css";
import { type AuditSearch, dayIn } from "./audit-search.ts";

const says = audit.filters;

const nounOf = (action: string): string => action.slice(0, action.indexOf("."));

const known = [...Map.groupBy(Object.entries(events), ([action]) => nounOf(action))].map(([group, each]) => ({
  group,
  items: each.map(([value]) => ({ value, label: value })),
}));

interface FiltersProps {
  readonly search: AuditSearch;
  readonly people: ReadonlyMap<string, string>;
  readonly onSearch: (search: AuditSearch) => void;
}

interface ActorFilterProps {
  readonly actor: string;
  readonly people: ReadonlyMap<string, string>;
  readonly onActor: (actor: string | undefined) => void;
}

/** Whose events: any member's. Whoever may not look for members is offered those who stand in the log. */
function ActorFilter({ actor, people, onActor }: ActorFilterProps) {
  const name = people.get(actor);
  const choose = (userId: string) => onActor(userId || undefined);
  if (useMay("member:read")) {
    return <MemberPicker label={says.actor} nobody={says.anyActor} value={actor} name={name} onChange={choose} />;
  }
  const actors = new Map([...(actor === "" ? [] : [[actor, actor] as const]), ...people]);
  return (
    <NativeSelect
      label={says.actor}
      size="md"
      value={actor}
      rightSection={<ChevronIcon size={16} />}
      data={[{ value: "", label: says.anyActor }, ...[...actors].map(([value, label]) => ({ value, label }))]}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

/** Which events are shown; what is chosen stands in the URL. */
export function Filters({ search, people, onSearch }: FiltersProps) {
  const { action = "", actor = "", from = "", to = "" } = search;
  const choose = (changed: AuditSearch) => onSearch({ ...search, ...changed });
  const isStrange = action !== "" && !(action in events);
  return (
    <search className={classes.filters} aria-label={says.label}>
      <NativeSelect
        label={says.action}
        size="md"
        value={action}
        rightSection={<ChevronIcon size={16} />}
        data={[{ value: "", label: says.anyAction }, ...(isStrange ? [action] : []), ...known]}
        onChange={(event) => choose({ action: event.currentTarget.value || undefined })}
      />
      <ActorFilter actor={actor} people={people} onActor={(next) => choose({ actor: next })} />
      <TextInput
        label={says.from}
        type="date"
        value={from}
        {...(to !== "" && { max: to })}
        onChange={(event) => choose({ from: dayIn(event.currentTarget.value) })}
      />
      <TextInput
        label={says.to}
        type="date"
        value={to}
        {...(from !== "" && { min: from })}
        onChange={(event) => choose({ to: dayIn(event.currentTarget.value) })}
      />
    </search>
  );
}
