import type { Permission } from "@gatehouse/api";
import { useQuery } from "@tanstack/react-query";
import { catalogueOptions } from "../roles/queries.ts";
import { useOrganization } from "../session/organization.tsx";
import { CheckBox } from "../ui/check-box.tsx";
import { keys as says } from "../words/keys.ts";
import classes from "./keys.module.css";

/** What is for people alone, since it asks for a fresh proof: a key that named it would be refused. */
const PROVEN: readonly Permission[] = [
  "audit:export",
  "member:change_role",
  "member:remove",
  "organization:delete",
  "role:manage",
];

interface KeyChoiceProps {
  readonly chosen: ReadonlySet<string>;
  readonly error: string | null;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** What a program can do of what the person may do themselves, by noun: nobody gives a key what they lack. */
export function KeyChoice({ chosen, error, onChoose }: KeyChoiceProps) {
  const { permissions } = useOrganization();
  const { data: groups = [] } = useQuery(catalogueOptions());
  const offered: readonly string[] = permissions.filter((permission) => !PROVEN.includes(permission));
  const toggle = (permission: string) => {
    const next = new Set(chosen);
    if (!next.delete(permission)) next.add(permission);
    onChoose(next);
  };
  return (
    <fieldset className={classes.choice}>
      <legend>{says.may}</legend>
      {groups
        .flatMap((group) => group.permissions)
        .filter(({ permission }) => offered.includes(permission))
        .map(({ permission, says: sentence }) => (
          <CheckBox key={permission} isChecked={chosen.has(permission)} onToggle={() => toggle(permission)}>
            {sentence}
          </CheckBox>
        ))}
      <p>{says.mayNot}</p>
      <p role="alert">{error}</p>
    </fieldset>
  );
}
