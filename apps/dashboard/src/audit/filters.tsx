import { NativeSelect, TextInput } from "@mantine/core";
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

/** Which events are shown; what is chosen stands in the URL. */
export function Filters({ search, people, onSearch }: FiltersProps) {
  const { action = "", actor = "", from = "", to = "" } = search;
  const choose = (changed: AuditSearch) => onSearch({ ...search, ...changed });
  const isStrange = action !== "" && !(action in events);
  const actors = new Map([...(actor === "" ? [] : [[actor, actor] as const]), ...people]);
  const chevron = <ChevronIcon size={16} />;
  return (
    <search className={classes.filters} aria-label={says.label}>
      <NativeSelect
        label={says.action}
        size="md"
        value={action}
        rightSection={chevron}
        data={[{ value: "", label: says.anyAction }, ...(isStrange ? [action] : []), ...known]}
        onChange={(event) => choose({ action: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label={says.actor}
        size="md"
        value={actor}
        rightSection={chevron}
        data={[{ value: "", label: says.anyActor }, ...[...actors].map(([value, label]) => ({ value, label }))]}
        onChange={(event) => choose({ actor: event.currentTarget.value || undefined })}
      />
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
