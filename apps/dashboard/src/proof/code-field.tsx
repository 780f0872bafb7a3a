import { TextInput, type TextInputProps } from "@mantine/core";
import type { ChangeEvent } from "react";
import { words } from "../words.ts";
import { codeIn, isWhole } from "./code.ts";
import classes from "./proof.module.css";

interface CodeFieldProps extends Omit<TextInputProps, "onChange" | "value"> {
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** Called when the sixth digit is there, typed or pasted. */
  readonly onWhole: (code: string) => void;
}

/** Six digits in one field, so that any paste fits, a screen reader reads one label, and phones offer the code. */
export function CodeField({ value, onChange, onWhole, ...props }: CodeFieldProps) {
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const code = codeIn(currentTarget.value);
    onChange(code);
    if (isWhole(code) && code !== value) onWhole(code);
  };
  return (
    <TextInput
      label={words.proof.code}
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      {...props}
      classNames={{ input: classes.code }}
      value={value}
      onChange={take}
    />
  );
}
