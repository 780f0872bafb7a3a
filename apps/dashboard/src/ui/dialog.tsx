import { Button, Modal } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import { words } from "../words.ts";
import classes from "./dialog.module.css";
import { useStacked } from "./dialog-stack.ts";
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

const parts = {
  overlay: classes.overlay,
  content: classes.dialog,
  title: classes.title,
  body: classes.body,
  close: classes.close,
};

/** Above the page and its menus; dialogs stand on each other from here. */
const LOWEST = 200;
const stay = () => {};

/**
 * A dialog whose close button has a name and comes last, so that the first focus is what the dialog is about. Its head is no
 * `header`: Mantine's is, and would be a second banner of the page. Dialogs stack: the one below hides, and
 * hears no Escape. What it holds may come late.
 */
export function Dialog({ title, isOpen, onClose, isFullScreen = false, isKept = false, children }: DialogProps) {
  const { place, isOnTop } = useStacked(isOpen);
  const isBelow = isOpen && !isOnTop;
  return (
    <Modal.Root
      opened={isOpen}
      onClose={isKept ? stay : onClose}
      closeOnEscape={isOnTop}
      trapFocus={isOnTop}
      returnFocus={false}
      zIndex={LOWEST + place}
      centered
      size={480}
      fullScreen={isFullScreen}
      classNames={parts}
    >
      <Modal.Overlay data-below={isBelow || undefined} />
      <Modal.Content data-full={isFullScreen || undefined} data-below={isBelow || undefined}>
        <Modal.Title>{title}</Modal.Title>
        <Modal.Body>
          <Suspense fallback={<p role="status">{words.common.loading}</p>}>{children}</Suspense>
        </Modal.Body>
        {!isKept && <Modal.CloseButton iconSize={18} aria-label={words.common.close} />}
      </Modal.Content>
    </Modal.Root>
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
