import { Button, CopyButton } from "@mantine/core";
import { useSession } from "../session/session.ts";
import { saveFile } from "../ui/save-file.ts";
import { factors } from "../words/factors.ts";
import { words } from "../words.ts";
import classes from "./recovery-codes.module.css";

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onSaved: () => void;
}

const says = factors.recovery;

/** The codes, once: three ways to keep them, and one way on. */
export function RecoveryCodes({ codes, onSaved }: RecoveryCodesProps) {
  const email = useSession()?.user.email ?? "";
  const text = says.file(email, codes);
  return (
    <div className={classes.panel}>
      <p>{says.explanation}</p>
      <div className={classes.sheet} data-print>
        <p className={classes.printed}>
          {words.product}: {says.list} · {email}
        </p>
        <ol className={classes.codes} aria-label={says.list}>
          {codes.map((code) => (
            <li key={code}>
              <code className={classes.code}>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <div className={classes.ways}>
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button onClick={copy}>
              <span role="status">{copied ? says.copied : says.copy}</span>
            </Button>
          )}
        </CopyButton>
        <Button onClick={() => saveFile(says.fileName, "text/plain", text)}>{says.download}</Button>
        <Button onClick={() => window.print()}>{says.print}</Button>
      </div>
      <Button variant="filled" size="md" fullWidth onClick={onSaved}>
        {says.saved}
      </Button>
    </div>
  );
}
