import { Button, type ButtonProps } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";

interface SubmitButtonProps extends ButtonProps {
  readonly isBusy: boolean;
  /** What stands on the button while it works, so that waiting is said and not only shown. */
  readonly busy: ReactNode;
  readonly children: ReactNode;
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly type?: "submit" | "button";
}

/** A button that says what it is doing. It stays focusable while it works; a disabled one would lose the focus. */
export const SubmitButton = ({ isBusy, busy, children, type = "submit", onClick, ...props }: SubmitButtonProps) => (
  <Button
    variant="filled"
    {...props}
    type={type}
    aria-disabled={isBusy || undefined}
    onClick={(event) => {
      if (isBusy) event.preventDefault();
      else onClick?.(event);
    }}
  >
    {isBusy ? busy : children}
  </Button>
);
