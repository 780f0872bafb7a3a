import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { instance } from "../words/instance.ts";
import classes from "./instance.module.css";

const MOST = 254;

interface SearchFormProps {
  readonly says: { readonly label: string; readonly hint: string };
  /** What is searched for now. */
  readonly search: string | undefined;
  readonly onSearch: (search: string | undefined) => void;
}

/** Asks what to look for. Only when it is sent: each look is logged. */
export function SearchForm({ says, search, onSearch }: SearchFormProps) {
  const [text, setText] = useState(search ?? "");
  // The way back changes what is searched for, too.
  const [sought, setSought] = useState(search);
  if (search !== sought) {
    setSought(search);
    setText(search ?? "");
  }
  const field = useRef<HTMLInputElement>(null);
  // The button that was pressed is gone afterwards: the next word is typed at once.
  const onClear = () => {
    field.current?.focus();
    onSearch(undefined);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim() || undefined);
  };
  return (
    <search>
      <form className={classes.search} onSubmit={onSubmit}>
        <TextInput
          ref={field}
          type="search"
          label={says.label}
          description={says.hint}
          autoComplete="off"
          spellCheck={false}
          maxLength={MOST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.searchWays}>
          <Button type="submit">{instance.search}</Button>
          {search !== undefined && (
            <Button variant="subtle" onClick={onClear}>
              {instance.clear}
            </Button>
          )}
        </div>
      </form>
    </search>
  );
}
