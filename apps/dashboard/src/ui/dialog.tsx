import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { words } from "../words.ts";
import classes from "./dialog.module.css";
import { SubmitButton } from "./submit-button.tsx";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly isFullScreen?: boolean;
  readonly children: ReactNode;
}

const parts = {
  overlay: classes.overlay,
  content: classes.dialog,
  title: classes.title,
  body: classes.body,
  close: classes.close,
};

/**
 * A dialog whose close button has a name and comes last, so that the first focus is what the dialog is about. Its head is no
 * `header`: Mantine's is, and would be a second banner of the page.
 */
export const Dialog = ({ title, isOpen, onClose, isFullScreen = false, children }: DialogProps) => (
  <Modal.Root opened={isOpen} onClose={onClose} centered size={480} fullScreen={isFullScreen} classNames={parts}>
    <Modal.Overlay />
    <Modal.Content data-full={isFullScreen || undefined}>
      <Modal.Title>{title}</Modal.Title>
      <Modal.Body>{children}</Modal.Body>
      <Modal.CloseButton iconSize={18} aria-label={words.common.close} />
    </Modal.Content>
  </Modal.Root>
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
