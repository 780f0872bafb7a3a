import { Drawer as MantineDrawer } from "@mantine/core";
import "@mantine/core/styles/Drawer.layer.css";
import type { ReactNode } from "react";
import { words } from "../words.ts";
import classes from "./dialog.module.css";
import { useStacked } from "./dialog-stack.ts";

interface DrawerProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const parts = {
  overlay: classes.overlay,
  inner: classes.inner,
  content: classes.drawer,
  title: classes.title,
  body: classes.body,
  close: classes.close,
};

/** What there is to say of one line of a list, beside the list. It is a dialog, and stacks as dialogs do; its close button comes last. */
export function Drawer({ title, isOpen, onClose, children }: DrawerProps) {
  const { isOnTop } = useStacked(isOpen);
  return (
    <MantineDrawer.Root
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={520}
      closeOnEscape={isOnTop}
      trapFocus={isOnTop}
      returnFocus={false}
      classNames={parts}
    >
      <MantineDrawer.Overlay />
      <MantineDrawer.Content>
        <MantineDrawer.Title>{title}</MantineDrawer.Title>
        <MantineDrawer.Body>{children}</MantineDrawer.Body>
        <MantineDrawer.CloseButton iconSize={18} aria-label={words.common.close} />
      </MantineDrawer.Content>
    </MantineDrawer.Root>
  );
}
