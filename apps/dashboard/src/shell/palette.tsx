import { TextInput, VisuallyHidden } from "@mantine/core";
import { useId, useState } from "react";
import { SearchIcon } from "../ui/icons.tsx";
import { palette as says } from "../words/palette.ts";
import classes from "./palette.module.css";
import { matching } from "./palette-match.ts";
import { useChoice } from "./use-choice.ts";
import { type Command, type CommandsProps, useCommands } from "./use-commands.tsx";

interface OptionsProps {
  readonly listId: string;
  readonly found: readonly Command[];
  readonly current: Command | undefined;
  readonly onPoint: (command: Command) => void;
  readonly onRun: (command: Command) => void;
}

const optionId = (listId: string, { id }: Command): string => `${listId}-${id}`;

/** The lines under their headings. The field keeps the focus; which line is meant, it says itself. */
const Options = ({ listId, found, current, onPoint, onRun }: OptionsProps) => (
  <div id={listId} role="listbox" aria-label={says.list} className={classes.list} tabIndex={-1}>
    {[...Map.groupBy(found, ({ group }) => group)].map(([group, commands]) => (
      // biome-ignore lint/a11y/useSemanticElements: a list box may hold groups of options, and no fieldset.
      <div key={group} role="group" aria-label={group}>
        <p className={classes.group} aria-hidden="true">
          {group}
        </p>
        {commands.map((command) => (
          <button
            key={command.id}
            id={optionId(listId, command)}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={command === current}
            className={classes.option}
            onMouseMove={() => onPoint(command)}
            onClick={() => onRun(command)}
          >
            {command.mark}
            {command.label}
          </button>
        ))}
      </div>
    ))}
  </div>
);

interface PaletteProps extends CommandsProps {
  readonly onRun: (command: Command) => void;
}

/**
 * A field that finds every page and command that the person may use, by the beginnings of its words.
 *
 * @see WAI-ARIA Authoring Practices, editable combobox with list autocomplete
 */
export function Palette({ onRun, ...props }: PaletteProps) {
  const listId = useId();
  const [typed, setTyped] = useState("");
  const found = matching(useCommands(props), typed);
  const idOf = (command: Command) => optionId(listId, command);
  const { current, currentId, onKeyDown, choose } = useChoice(found, idOf, onRun);
  return (
    <>
      <TextInput
        label={says.field}
        placeholder={says.placeholder}
        leftSection={<SearchIcon />}
        value={typed}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={found.length > 0 ? listId : undefined}
        aria-activedescendant={currentId}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        autoFocus
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          choose(0);
        }}
      />
      {found.length === 0 ? (
        <p className={classes.none}>{says.none}</p>
      ) : (
        <Options
          listId={listId}
          found={found}
          current={current}
          onPoint={(command) => choose(found.indexOf(command))}
          onRun={onRun}
        />
      )}
      <p className={classes.keys}>{says.keys}</p>
      <VisuallyHidden role="status">{found.length === 0 ? says.none : says.found(found.length)}</VisuallyHidden>
    </>
  );
}
