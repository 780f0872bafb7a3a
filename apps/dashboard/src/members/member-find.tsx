import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { SearchIcon } from "../ui/icons.tsx";
import { members } from "../words/members.ts";
import classes from "./members.module.css";

const MOST = 254;
/** Short enough to feel at once, long enough not to ask for each letter. */
const TYPING_MS = 200;

interface MemberFindProps {
  /** What is looked for now, as the URL says. */
  readonly search: string | undefined;
  readonly onSearch: (search: string | undefined) => void;
}

/** Finds members by how their name, a word of it, or their address begins. */
export function MemberFind({ search, onSearch }: MemberFindProps) {
  const [text, setText] = useState(search ?? "");
  const [sent, setSent] = useState(search);
  const [last, setLast] = useState(search);
  const seek = useDebouncedCallback((typed: string) => {
    const next = typed.trim() || undefined;
    setSent(next);
    onSearch(next);
  }, TYPING_MS);
  // Another link, or the way back, looks for somebody else. The answer to what was typed here finds the person typing on.
  if (search !== last) {
    setLast(search);
    setSent(search);
    if (search !== sent) setText(search ?? "");
  }
  return (
    <search className={classes.find}>
      <TextInput
        type="search"
        label={members.find.label}
        placeholder={members.find.placeholder}
        leftSection={<SearchIcon />}
        autoComplete="off"
        spellCheck={false}
        maxLength={MOST}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          seek(value);
        }}
      />
    </search>
  );
}
