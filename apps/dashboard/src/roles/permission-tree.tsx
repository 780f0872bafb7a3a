import { useSuspenseQuery } from "@tanstack/react-query";
import { useOrganization } from "../session/organization.tsx";
import { CheckBox } from "../ui/check-box.tsx";
import { roleBook } from "../words/role-book.ts";
import { groupName, holdsGroup, holdsOne, type Named, shareOf, toggleGroup, toggleOne } from "./named.ts";
import { type Catalogue, catalogueOptions } from "./queries.ts";
import classes from "./roles.module.css";

const says = roleBook;

interface BoxProps {
  readonly name: string;
  readonly label: string;
  readonly isChecked: boolean;
  readonly isPartly?: boolean;
  /** Why it cannot be chosen. */
  readonly barred?: string | undefined;
  readonly onToggle: (() => void) | undefined;
}

const Box = ({ name, label, isChecked, isPartly = false, barred, onToggle }: BoxProps) => (
  <CheckBox isChecked={isChecked} isPartly={isPartly} onToggle={barred === undefined ? onToggle : undefined}>
    {label} <code className={classes.permission}>{name}</code>
    {barred !== undefined && <span className={classes.barred}>{barred}</span>}
  </CheckBox>
);

interface TreeProps {
  readonly named: Named;
  /** Absent for whoever may only read. */
  readonly onChange?: (named: Named) => void;
}

function Group({ group, named, onChange }: TreeProps & { readonly group: Catalogue[number] }) {
  const held: ReadonlySet<string> = new Set(useOrganization().permissions);
  const { noun, permissions } = group;
  const isLacking = permissions.some(({ permission }) => !held.has(permission));
  const barred = onChange && isLacking && !holdsGroup(named, group) ? says.lacking : undefined;
  return (
    <fieldset className={classes.group}>
      <legend className={classes.noun}>{says.nouns[noun] ?? noun}</legend>
      <Box
        name={groupName(group)}
        label={says.group}
        isChecked={holdsGroup(named, group)}
        isPartly={shareOf(named, group) === "some"}
        barred={barred}
        onToggle={onChange && (() => onChange(toggleGroup(named, group)))}
      />
      <div className={classes.branch}>
        {permissions.map(({ permission, says: label }) => {
          const isChecked = holdsOne(named, group, permission);
          const isBarred = onChange !== undefined && !isChecked && !held.has(permission);
          return (
            <Box
              key={permission}
              name={permission}
              label={label}
              isChecked={isChecked}
              barred={isBarred ? says.lacking : undefined}
              onToggle={onChange && (() => onChange(toggleOne(named, group, permission)))}
            />
          );
        })}
      </div>
    </fieldset>
  );
}

/** Everything that may be done, as a tree of nouns, with what the role holds of it. */
export function PermissionTree(props: TreeProps) {
  const { data } = useSuspenseQuery(catalogueOptions());
  return data.map((group) => <Group key={group.noun} group={group} {...props} />);
}
