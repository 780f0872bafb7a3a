import { ActionIcon, TextInput, type TextInputProps } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { words } from "../words.ts";
import { EyeIcon, EyeOffIcon } from "./icons.tsx";

/**
 * A password's field: one text input, so that `aria-invalid` and descriptions work, and an eye that the keyboard
 * reaches (Mantine's own has neither). It says when Caps Lock is on. Paste is never blocked.
 */
export function PasswordField({ description, ...props }: TextInputProps) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  const [isCapsLocked, setCapsLocked] = useState(false);
  const watch = (event: KeyboardEvent) => setCapsLocked(event.getModifierState("CapsLock"));
  const hint: ReactNode = (
    <>
      {description}
      <span role="status">{isCapsLocked && words.fields.capsLock}</span>
    </>
  );
  return (
    <TextInput
      id={id}
      label={words.fields.password}
      type={isShown ? "text" : "password"}
      spellCheck={false}
      autoCapitalize="none"
      autoCorrect="off"
      {...props}
      description={hint}
      onKeyDown={watch}
      onKeyUp={watch}
      onBlurCapture={() => setCapsLocked(false)}
      rightSectionWidth={44}
      rightSection={
        <ActionIcon
          aria-label={isShown ? words.fields.hidePassword : words.fields.showPassword}
          aria-controls={id}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOffIcon size={20} /> : <EyeIcon size={20} />}
        </ActionIcon>
      }
    />
  );
}
