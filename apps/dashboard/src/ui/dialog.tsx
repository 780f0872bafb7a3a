import { Button, Modal } from "@mantine/core";
import { type ReactNode, useId, useLayoutEffect } from "react";
import { words } from "../words.ts";
import classes from "./dialog.module.css";
import { SubmitButton } from "./submit-button.tsx";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly isFullScreen?: boolean;
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
 * A dialog whose close button has a name and comes last, so that the first focus is what the dialog is about. Its head is no
 * `header`: Mantine's is, and would be a second banner of the page. Dialogs stack: the one below hides, keeps what was typed,
 * and does not hear the Escape meant for the one above.
 */
export function Dialog({ title, isOpen, onClose, isFullScreen = false, isKept = false, children }: DialogProps) {
  useFocusReturn(isOpen);
  const { dialog = "", overlay = "", body = "" } = classes;
  return (
    <Modal
      opened={isOpen}
      onClose={isKept ? stay : onClose}
      stackId={useId()}
      returnFocus={false}
      withCloseButton={false}
      centered
      size={480}
      padding={24}
      fullScreen={isFullScreen}
      classNames={{ content: dialog, overlay, body }}
    >
      <Modal.Title className={classes.title}>{title}</Modal.Title>
      {children}
      {!isKept && <Modal.CloseButton className={classes.close} aria-label={words.common.close} />}
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
