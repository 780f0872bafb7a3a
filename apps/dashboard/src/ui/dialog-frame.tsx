import { Modal } from "@mantine/core";
import { Suspense } from "react";
import { words } from "../words.ts";
import classes from "./dialog.module.css";
import type { DialogProps } from "./dialog.tsx";
import { useStacked } from "./dialog-stack.ts";

const parts = {
  overlay: classes.overlay,
  inner: classes.inner,
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
export function DialogFrame({ title, isOpen, onClose, isFullScreen = false, isKept = false, children }: DialogProps) {
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
          <Suspense
            fallback={
              <p role="status" className={classes.coming}>
                {words.common.loading}
              </p>
            }
          >
            {children}
          </Suspense>
        </Modal.Body>
        {!isKept && <Modal.CloseButton iconSize={18} aria-label={words.common.close} />}
      </Modal.Content>
    </Modal.Root>
  );
}
