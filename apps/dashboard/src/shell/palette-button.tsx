import { ActionIcon } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { isAnyOpen } from "../ui/dialog-stack.ts";
import { SearchIcon } from "../ui/icons.tsx";
import { words } from "../words.ts";
import type { PaletteProps } from "./palette.tsx";

const says = words.shell;
const isMac = /mac|iphone|ipad/i.test(navigator.platform);
const label = `${says.palette} (${isMac ? says.paletteShortcutMac : says.paletteShortcut})`;

// The palette comes when it is first opened: no page waits for it.
const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));

/** Opens the palette, by a click or by Ctrl K. */
export function PaletteButton({ session, organization }: Pick<PaletteProps, "session" | "organization">) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen && !wasOpen) setWasOpen(true);
  const onKeys = () => {
    // Above another dialog it would lead away from what that one holds.
    if (isOpen || !isAnyOpen()) setOpen(!isOpen);
  };
  useHotkeys([["mod+K", onKeys]], [], true);
  return (
    <>
      <ActionIcon
        aria-label={says.palette}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        title={label}
        onClick={() => setOpen(true)}
      >
        <SearchIcon size={20} />
      </ActionIcon>
      <Suspense>
        {wasOpen && (
          <Palette session={session} organization={organization} isOpen={isOpen} onClose={() => setOpen(false)} />
        )}
      </Suspense>
    </>
  );
}
