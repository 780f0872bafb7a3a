import { nameInput } from "@gatehouse/auth";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { type Answers, trpc } from "../api/client.ts";
import { CopyText } from "../ui/copy-text.tsx";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { tokens } from "../words/tokens.ts";
import { words } from "../words.ts";
import classes from "./tokens.module.css";

const says = tokens;
const schema = z.strictObject({ name: nameInput });

/** The tokens, and what their client is called. */
export interface Issued {
  readonly name: string;
  readonly tokens: Answers["token"]["issue"];
}

interface IssueFormProps {
  readonly onIssued: (issued: Issued) => void;
  readonly onClose: () => void;
}

/** Asks what the client is called. */
export function IssueForm({ onIssued, onClose }: IssueFormProps) {
  const issue = useMutation(trpc.token.issue.mutationOptions());
  const send = async ({ name }: { name: string }) => onIssued({ name, tokens: await issue.mutateAsync({ name }) });
  const initialValues: Record<"name", string> = { name: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <DialogFields>
        <TextInput
          label={says.name}
          description={says.nameHint}
          autoComplete="off"
          data-autofocus
          autoFocus
          {...form.getInputProps("name")}
        />
        <Refused refusal={refusal} />
      </DialogFields>
      <DialogActions>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <SubmitButton isBusy={isBusy} busy={says.busy}>
          {says.submit}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}

/** The tokens, this once. */
export const IssuedTokens = ({
  issued: { name, tokens },
  onClose,
}: {
  readonly issued: Issued;
  readonly onClose: () => void;
}) => (
  <div className={classes.shown}>
    <p>{says.shown(name)}</p>
    <div>
      <h3>{says.access}</h3>
      <p className={classes.hint}>{says.accessHint(Math.round(tokens.expiresIn / 60))}</p>
      <CopyText label={says.access} text={tokens.accessToken} copy={says.copyAccess} />
    </div>
    <div>
      <h3>{says.refresh}</h3>
      <p className={classes.hint}>{says.refreshHint}</p>
      <CopyText label={says.refresh} text={tokens.refreshToken} copy={says.copyRefresh} />
    </div>
    <Button variant="filled" size="md" fullWidth onClick={onClose}>
      {says.saved}
    </Button>
  </div>
);
