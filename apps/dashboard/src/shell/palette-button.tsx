import { ActionIcon } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { OrganizationProvider } from "../session/organization.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { isAnyOpen, RETURNED_MS } from "../ui/dialog-stack.ts";
import { SearchIcon } from "../ui/icons.tsx";
import { words } from "../words.ts";
import { NewOrganizationDialog } from "./new-organization-dialog.tsx";
import type { Asked, Command, CommandsProps } from "./use-commands.tsx";

const says = words.shell;
const isMac = /mac|iphone|ipad/i.test(navigator.platform);

// The palette comes when it is opened: no page waits for it.
const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const InviteDialog = lazy(async () => ({ default: (await import("../invitations/invite-dialog.tsx")).InviteDialog }));

/** Opens the palette, by a click or by Ctrl K, and the forms that it leads to. */
export function PaletteButton({ session, organization }: Omit<CommandsProps, "onAsk">) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const onKeys = () => {
    if (isOpen) close();
    // Above another dialog it would lead away from what that one holds.
    else if (!isAnyOpen()) open();
  };
  useHotkeys([["mod+K", onKeys]], [], true);
  const onRun = ({ run }: Command) => {
    close();
    setTimeout(run, RETURNED_MS);
  };
  const label = `${says.palette} (${isMac ? says.paletteShortcutMac : says.paletteShortcut})`;
  return (
    <>
      <ActionIcon
        aria-label={says.palette}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        title={label}
        onClick={open}
      >
        <SearchIcon size={20} />
      </ActionIcon>
      <Dialog title={says.palette} isOpen={isOpen} onClose={close}>
        <Palette session={session} organization={organization} onAsk={setAsked} onRun={onRun} />
      </Dialog>
      <NewOrganizationDialog isOpen={asked === "organization"} onClose={() => setAsked(null)} />
      {organization !== undefined && (
        <OrganizationProvider value={organization}>
          <InviteInPlace isAsked={asked === "invite"} onClose={() => setAsked(null)} />
        </OrganizationProvider>
      )}
    </>
  );
}

interface InviteInPlaceProps {
  readonly isAsked: boolean;
  readonly onClose: () => void;
}

/** The dialog that invites, from the first time that it is asked for. */
function InviteInPlace({ isAsked, onClose }: InviteInPlaceProps) {
  const [wasAsked, setWasAsked] = useState(isAsked);
  if (isAsked && !wasAsked) setWasAsked(true);
  return <Suspense>{wasAsked && <InviteDialog isOpen={isAsked} onClose={onClose} />}</Suspense>;
}
