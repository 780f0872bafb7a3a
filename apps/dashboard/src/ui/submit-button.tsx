import { Button, type ButtonProps } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";

interface SubmitButtonProps extends ButtonProps {
  readonly isBusy: boolean;
  /** What stands on the button while it works, so that waiting is said and not only shown. */
  readonly busy: ReactNode;
  readonly children: ReactNode;
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  /** What it is called where its words alone would not tell it from another; not while it works. */
  readonly "aria-label"?: string;
  readonly type?: "submit" | "button";
  /** Takes the focus when it appears, in a dialog too. */
  readonly autoFocus?: boolean;
}

/** A button that says what it is doing. It stays focusable while it works; a disabled one would lose the focus. */
export const SubmitButton = ({
  isBusy,
  busy,
  children,
  type = "submit",
  onClick,
  autoFocus,
  "aria-label": label,
  ...props
}: SubmitButtonProps) => (
  <Button
    variant="filled"
    {...props}
    type={type}
    {...(autoFocus === true && { autoFocus, "data-autofocus": true })}
    aria-disabled={isBusy || undefined}
    aria-label={isBusy ? undefined : label}
    onClick={(event) => {
      if (isBusy) event.preventDefault();
      else onClick?.(event);
    }}
  >
    {isBusy ? busy : children}
  </Button>
);
