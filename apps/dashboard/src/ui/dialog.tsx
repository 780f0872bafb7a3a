import { Button, Modal } from "@mantine/core";
import { type ReactNode, useId, useLayoutEffect } from "react";
import classes from "./dialog.module.css";
import { SubmitButton } from "./submit-button.tsx";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** It holds something that is shown once: only its own buttons close it. */
  readonly isKept?: boolean;
  readonly children: ReactNode;
}

/** The dialog below appears again, and can take the focus, a moment after the one above is gone. */
const RETURN_MS = 20;

/** Gives the focus back to whatever had it: Mantine's own way back is lost where dialogs stack. */
function useFocusReturn(isOpen: boolean): void {
  useLayoutEffect(() => {
    const opener = document.activeElement;
    if (!isOpen || !(opener instanceof HTMLElement)) return;
    return () => {
      setTimeout(() => opener.focus({ preventScroll: true }), RETURN_MS);
    };
  }, [isOpen]);
}

const stay = () => {};

/**
 * A dialog whose close button has a name, and whose first focus is the element marked `data-autofocus`. Dialogs
 * stack: the one below hides, keeps what was typed, and does not hear the Escape meant for the one above.
 */
export function Dialog({ title, isOpen, onClose, isKept = false, children }: DialogProps) {
  useFocusReturn(isOpen);
  return (
    <Modal
      opened={isOpen}
      onClose={isKept ? stay : onClose}
      withCloseButton={!isKept}
      title={title}
      stackId={useId()}
      returnFocus={false}
      centered
      size={480}
      padding={24}
    >
      {children}
    </Modal>
  );
}

/** The fields of a dialog's form, one under the other. */
export const DialogFields = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes.fields}>{children}</div>
);

/** The row of buttons at a dialog's end. */
export const DialogActions = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes.actions}>{children}</div>
);

interface ConfirmationProps {
  readonly says: { readonly title: string; readonly go: string; readonly busy: string; readonly stay: string };
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly onGo: () => void;
  readonly onStay: () => void;
  readonly children: ReactNode;
}

/** Asks before something that cannot be undone. The harmless answer has the focus. */
export const Confirmation = ({ says, isOpen, isBusy, onGo, onStay, children }: ConfirmationProps) => (
  <Dialog title={says.title} isOpen={isOpen} onClose={onStay}>
    {children}
    <DialogActions>
      <Button onClick={onStay} data-autofocus>
        {says.stay}
      </Button>
      <SubmitButton type="button" color="danger" isBusy={isBusy} busy={says.busy} onClick={onGo}>
        {says.go}
      </SubmitButton>
    </DialogActions>
  </Dialog>
);
