import { type ReactNode, useId } from "react";
import "./boxes.css";
import classes from "./check-box.module.css";

interface CheckBoxProps {
  readonly isChecked: boolean;
  /** Some of what it stands for is chosen, and not all. */
  readonly isPartly?: boolean;
  /** Absent where it is to be read and not to be changed. */
  readonly onToggle?: (() => void) | undefined;
  /** The field of a form that takes the focus here when it is wrong. */
  readonly path?: string | undefined;
  /** Its words. */
  readonly children: ReactNode;
}

/** A box to be ticked, and its words beside it. */
export function CheckBox({ isChecked, isPartly = false, onToggle, path, children }: CheckBoxProps) {
  const id = useId();
  return (
    <div className={classes.box}>
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        ref={(input) => {
          if (input) input.indeterminate = isPartly;
        }}
        data-path={path}
        disabled={onToggle === undefined}
        onChange={onToggle ?? (() => {})}
      />
      <label htmlFor={id}>{children}</label>
    </div>
  );
}
