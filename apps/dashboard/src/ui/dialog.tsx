import { Button } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import classes from "./dialog.module.css";
import { SubmitButton } from "./submit-button.tsx";

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly isFullScreen?: boolean;
  /** It holds something that is shown once: only its own buttons close it. */
  readonly isKept?: boolean;
  readonly children: ReactNode;
}

const loadFrame = () => import("./dialog-frame.tsx");
const Frame = lazy(async () => ({ default: (await loadFrame()).DialogFrame }));

/** A dialog. No page waits for what it is made of: that comes once the page stands, and is there before anybody opens it. */
export function Dialog(props: DialogProps) {
  const [wasOpen, setWasOpen] = useState(props.isOpen);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  useEffect(() => {
    // What does not come now is asked for again when it opens.
    loadFrame().catch(() => {});
  }, []);
  return <Suspense>{wasOpen && <Frame {...props} />}</Suspense>;
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
