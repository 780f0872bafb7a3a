import { Button, CopyButton, VisuallyHidden } from "@mantine/core";
import { words } from "../words.ts";
import classes from "./copy-text.module.css";

interface CopyTextProps {
  readonly label: string;
  readonly text: string;
  /** The same, as it is easier to read. */
  readonly shown?: string;
  /** What the button does, for whoever does not see what it stands beside. */
  readonly copy: string;
}

/** A text that is to be carried elsewhere: to read, to select, to copy. */
export const CopyText = ({ label, text, shown = text, copy }: CopyTextProps) => (
  <div className={classes.place}>
    <p className={classes.text}>
      <VisuallyHidden>{label}: </VisuallyHidden>
      <code>{shown}</code>
    </p>
    <CopyButton value={text}>
      {({ copied, copy: onCopy }) => (
        <Button onClick={onCopy} aria-label={copied ? undefined : copy}>
          <span role="status">{copied ? words.common.copied : words.common.copy}</span>
        </Button>
      )}
    </CopyButton>
  </div>
);
