import { Button, VisuallyHidden } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useHears } from "../session/hearing.ts";
import { Stamp } from "../ui/stamp.tsx";
import { useCalm } from "../ui/use-calm.ts";
import { audit } from "../words/audit.ts";
import classes from "./audit.module.css";
import type { Tail } from "./use-tail.ts";

const says = audit.tail;
const SHORTCUT = "alt+P";

interface TailBarProps {
  readonly tail: Tail;
  readonly hasMore: boolean;
}

/** Whether the log grows by itself, and the way to hold it. New events are told of politely, and at most every ten seconds. */
export function TailBar({ tail, hasMore }: TailBarProps) {
  const { isPaused, waiting, isAtLeast, arrived, shown, about, toggle } = tail;
  const isLive = useHears();
  const said = useCalm(arrived === 0 ? says.shown(shown.length, hasMore) : says.arrived(arrived), about);
  useHotkeys([[SHORTCUT, toggle, { usePhysicalKeys: true }]]);
  return (
    <div className={classes.tail}>
      {isPaused ? (
        <Stamp tone="copper">{says.paused}</Stamp>
      ) : (
        <Stamp tone={isLive ? "act" : "plain"}>{isLive ? says.live : says.asking}</Stamp>
      )}
      <Button size="xs" onClick={toggle} aria-keyshortcuts="Alt+P" title={says.shortcut}>
        {isPaused ? says.goOn(waiting, isAtLeast) : says.pause}
      </Button>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </div>
  );
}
