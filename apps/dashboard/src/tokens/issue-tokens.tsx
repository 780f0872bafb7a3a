import { nameInput } from "@gatehouse/auth";
import { Button, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { type Answers, trpc } from "../api/client.ts";
import { refreshSessions } from "../sessions/queries.ts";
import { CopyText } from "../ui/copy-text.tsx";
import { Dialog, DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import classes from "./tokens.module.css";

const says = words.tokens;
const schema = z.strictObject({ name: nameInput });

interface Issued {
  readonly name: string;
  readonly tokens: Answers["token"]["issue"];
}

interface IssueFormProps {
  readonly onIssued: (issued: Issued) => void;
  readonly onClose: () => void;
}

function IssueForm({ onIssued, onClose }: IssueFormProps) {
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

const Shown = ({ issued: { name, tokens }, onClose }: { readonly issued: Issued; readonly onClose: () => void }) => (
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

/** Gives a client that is not a browser tokens of its own, shown this once. */
export function IssueTokens() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const onClose = () => {
    close();
    setIssued(null);
    void refreshSessions();
  };
  return (
    <>
      <Button onClick={open}>{says.issue}</Button>
      <Dialog
        title={issued === null ? says.newTitle : says.shownTitle}
        isOpen={isOpen}
        onClose={onClose}
        isKept={issued !== null}
      >
        {issued === null ? (
          <IssueForm onIssued={setIssued} onClose={onClose} />
        ) : (
          <Shown issued={issued} onClose={onClose} />
        )}
      </Dialog>
    </>
  );
}
