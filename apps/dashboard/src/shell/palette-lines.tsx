import { CloseButton, VisuallyHidden } from "@mantine/core";
import { Spotlight, type SpotlightStore, useSpotlight } from "@mantine/spotlight";
import { useRouterState } from "@tanstack/react-router";
import { type ButtonHTMLAttributes, useId, useLayoutEffect } from "react";
import { SearchIcon } from "../ui/icons.tsx";
import { palette as says } from "../words/palette.ts";
import { words } from "../words.ts";
import classes from "./palette.module.css";
import { matching } from "./palette-match.ts";
import { recentFirst, recentIds } from "./palette-recent.ts";
import { type Command, type CommandsProps, useCommands } from "./use-commands.tsx";
import { useMembers } from "./use-members.tsx";

interface LineProps {
  readonly id: string;
  readonly command: Command;
  readonly isCurrent: boolean;
  readonly onRun: (command: Command) => void;
}

// Spotlight keeps an id for itself; the field must name the line that is chosen.
const Line = ({ id, command, isCurrent, onRun }: LineProps) => (
  <Spotlight.Action
    label={command.label}
    {...(command.description !== undefined && { description: command.description })}
    leftSection={command.mark}
    rightSection={command.hint}
    role="option"
    aria-selected={isCurrent}
    data-selected={isCurrent || undefined}
    classNames={{
      action: classes.line,
      actionLabel: classes.label,
      actionDescription: classes.description,
      actionSection: classes.section,
    }}
    onClick={() => onRun(command)}
    renderRoot={(props: ButtonHTMLAttributes<HTMLButtonElement>) => <button {...props} id={id} />}
  />
);

/** The commands that are typed for, those used last first; and the one that Enter takes. */
function useFound(store: SpotlightStore, props: CommandsProps) {
  const { query, selected } = useSpotlight(store);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const here = path.replace(`/o/${props.organization?.slug}/`, "/o/$slug/");
  const ids = recentIds(props.session.user.id).filter((id) => id !== here);
  const { members, isLooking } = useMembers(props, query);
  const commands = matching(recentFirst(useCommands(props), ids, says.groups.recent), query);
  // Last, since they come late: nothing that stands there already moves.
  const found = [...commands, ...members];
  const isOff = found.length > 0 && found[selected] === undefined;
  // Spotlight chooses nothing when it opens, or when its list was empty: Enter would do nothing.
  useLayoutEffect(() => {
    if (isOff) store.updateState((state) => ({ ...state, selected: 0 }));
  }, [store, isOff]);
  const none = isLooking ? says.looking : says.none;
  return { found, current: found[Math.max(0, selected)], said: found.length === 0 ? none : says.found(found.length) };
}

interface PaletteLinesProps extends CommandsProps {
  readonly store: SpotlightStore;
  readonly onRun: (command: Command) => void;
  readonly onClose: () => void;
}

/**
 * The field and the lines under their headings. Spotlight moves through them by the keys; what it leaves unsaid is said here.
 *
 * @see WAI-ARIA Authoring Practices, editable combobox with list autocomplete
 */
export function PaletteLines({ store, onRun, onClose, ...props }: PaletteLinesProps) {
  const listId = useId();
  const { found, current, said } = useFound(store, props);
  const idOf = ({ id }: Command) => `${listId}-${id}`;
  return (
    <>
      <Spotlight.Search
        aria-label={says.field}
        placeholder={says.placeholder}
        leftSection={<SearchIcon size={20} />}
        rightSection={<CloseButton aria-label={words.common.close} onClick={onClose} />}
        classNames={{ input: classes.field }}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={found.length > 0 ? listId : undefined}
        aria-activedescendant={current && idOf(current)}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      {found.length > 0 ? (
        <Spotlight.ActionsList id={listId} role="listbox" aria-label={says.list} className={classes.list}>
          {[...Map.groupBy(found, ({ group }) => group)].map(([group, commands]) => (
            <Spotlight.ActionsGroup key={group} label={group} role="group" aria-label={group} className={classes.group}>
              {commands.map((command) => (
                <Line
                  key={command.id}
                  id={idOf(command)}
                  command={command}
                  isCurrent={command === current}
                  onRun={onRun}
                />
              ))}
            </Spotlight.ActionsGroup>
          ))}
        </Spotlight.ActionsList>
      ) : (
        <Spotlight.Empty className={classes.none}>{said}</Spotlight.Empty>
      )}
      <Spotlight.Footer className={classes.keys}>{says.keys}</Spotlight.Footer>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </>
  );
}
