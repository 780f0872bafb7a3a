import { Button, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { writing } from "../words/writing.ts";
import { words } from "../words.ts";
import classes from "./editor.module.css";
import { LeaveGuard } from "./leave-guard.tsx";
import type { Draft } from "./use-draft.ts";

interface EditorProps {
  readonly draft: Draft;
  readonly says: { readonly save: string; readonly saving: string };
  /** Called after the button's save; the shortcut's leaves the person writing. */
  readonly onSaved: () => void;
  readonly onCancel: () => void;
  /** What must be decided before the next save. */
  readonly children?: ReactNode;
}

const isMac = /mac|iphone|ipad/i.test(navigator.platform);

/** Ctrl S, or Cmd S: the habit of everybody who writes. */
function useSaveShortcut(save: () => void) {
  const run = useEffectEvent(save);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** The fields of a document, the guard before leaving, and the ways to save. */
export function Editor({ draft, says, onSaved, onCancel, children }: EditorProps) {
  const { text, setText, errors, refusal, isBusy, isDirty } = draft;
  const title = useRef<HTMLInputElement>(null);
  const unsaved = useRef(isDirty);
  unsaved.current = isDirty;

  const save = async () => {
    const isSaved = await draft.save();
    if (isSaved) unsaved.current = false;
    else title.current?.form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    return isSaved;
  };
  useSaveShortcut(() => void save());

  return (
    <form
      className={classes.editor}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save().then((isSaved) => isSaved && onSaved());
      }}
    >
      <TextInput
        ref={title}
        label={writing.titleField}
        value={text.title}
        error={errors.title}
        onChange={(event) => setText({ ...text, title: event.currentTarget.value })}
        autoFocus={text.title === ""}
        classNames={{ input: classes.title }}
      />
      <Textarea
        label={writing.bodyField}
        value={text.body}
        error={errors.body}
        onChange={(event) => setText({ ...text, body: event.currentTarget.value })}
        classNames={{ input: classes.body }}
      />
      <div className={classes.bottom}>
        {children}
        <Refused refusal={refusal} />
        <div className={classes.foot}>
          <SubmitButton isBusy={isBusy} busy={says.saving}>
            {says.save}
          </SubmitButton>
          <Button onClick={onCancel}>{words.common.cancel}</Button>
          <p className={classes.state}>
            <span role="status">{isDirty ? writing.unsaved : ""}</span>{" "}
            <kbd className={classes.shortcut}>{isMac ? writing.shortcutMac : writing.shortcut}</kbd>
          </p>
        </div>
      </div>
      <LeaveGuard isDirty={unsaved} />
    </form>
  );
}
