import "@mantine/core/styles/ScrollArea.layer.css";
import "@mantine/spotlight/styles.layer.css";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { useEffect, useState } from "react";
import type { CurrentOrganization, CurrentSession } from "../session/session.ts";
import { RETURNED_MS, useStacked } from "../ui/dialog-stack.ts";
import { words } from "../words.ts";
import classes from "./palette.module.css";
import { PaletteForms } from "./palette-forms.tsx";
import { PaletteLines } from "./palette-lines.tsx";
import { rememberCommand } from "./palette-recent.ts";
import type { Asked, Command } from "./use-commands.tsx";

const [silent, spotlight] = createSpotlight();
// Spotlight moves its choice without a word to whoever watches; what reads the screen out must hear of it.
const store = { ...silent, updateState: silent.setState.bind(silent) };

export interface PaletteProps {
  readonly session: CurrentSession;
  /** The one that the page stands in. */
  readonly organization: CurrentOrganization | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** A field that finds every page and command that the person may use, by the beginnings of its words. */
export function Palette({ session, organization, isOpen, onClose }: PaletteProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  useStacked(isOpen);
  useEffect(() => {
    if (isOpen) spotlight.open();
    else spotlight.close();
  }, [isOpen]);
  const onRun = ({ id, isForgotten = false, run }: Command) => {
    if (!isForgotten) rememberCommand(session.user.id, id);
    onClose();
    // What opens another dialog gives the focus back to where it was before this one.
    setTimeout(run, RETURNED_MS);
  };
  return (
    <>
      <Spotlight.Root
        store={store}
        shortcut={null}
        onSpotlightClose={onClose}
        returnFocus={false}
        size={600}
        yOffset="10dvh"
        transitionProps={{ duration: 100, transition: "fade" }}
        overlayProps={{ backgroundOpacity: 1, blur: 0 }}
        classNames={{ overlay: classes.overlay, content: classes.content, inner: classes.inner, body: classes.body }}
        attributes={{ content: { "aria-label": words.shell.palette } }}
      >
        <PaletteLines
          store={store}
          session={session}
          organization={organization}
          onAsk={setAsked}
          onRun={onRun}
          onClose={onClose}
        />
      </Spotlight.Root>
      <PaletteForms asked={asked} organization={organization} onClose={() => setAsked(null)} />
    </>
  );
}
