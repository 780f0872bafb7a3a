import type { ReactNode } from "react";
import { useRoles } from "../members/role-choices.ts";
import { CheckBox } from "../ui/check-box.tsx";
import { organization as words } from "../words/organization.ts";
import classes from "./settings.module.css";

const says = words.requirements;

const toggled = (chosen: readonly string[], key: string): readonly string[] =>
  chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key];

interface RoleBoxesProps {
  /** The keys of those that are chosen, with commas between. */
  readonly value: string;
  readonly error: ReactNode;
  readonly onChange: (value: string) => void;
}

/** Asks for roles beside those that need a second factor always. */
export function RoleBoxes({ value, error, onChange }: RoleBoxesProps) {
  const chosen = value.split(",").filter((key) => key !== "");
  const roles = useRoles();
  const free = roles.filter(({ guarded }) => !guarded);
  const always = roles.filter(({ guarded }) => guarded).map(({ name }) => name);
  return (
    <fieldset className={classes.boxes}>
      <legend className={classes.term}>{says.mfaRoles}</legend>
      {error && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
      {free.map(({ key, name, members }, index) => (
        <CheckBox
          key={key}
          isChecked={chosen.includes(key)}
          path={index === 0 ? "mfaRoles" : undefined}
          onToggle={() => onChange(toggled(chosen, key).join(","))}
        >
          {name} {members !== undefined && <span className={classes.held}>{says.held(members)}</span>}
        </CheckBox>
      ))}
      <p className={classes.hint}>{says.mfaAlways(always)}</p>
    </fieldset>
  );
}
