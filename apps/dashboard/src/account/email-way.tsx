import { emailInput } from "@gatehouse/auth";
import { Button, TextInput } from "@mantine/core";
import { useDisclosure, useSessionStorage } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { isDevelopment } from "../development.ts";
import { Way } from "../factors/way.tsx";
import type { CurrentSession } from "../session/session.ts";
import { Dialog, DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { TextButton } from "../ui/text-button.tsx";
import { words } from "../words.ts";
import classes from "./account.module.css";

const says = words.account.email;
const schema = z.strictObject({ email: emailInput });

interface ChangeFormProps {
  readonly onSent: (email: string) => void;
  readonly onClose: () => void;
}

function ChangeForm({ onSent, onClose }: ChangeFormProps) {
  const change = useMutation(trpc.account.requestEmailChange.mutationOptions());
  const send = async ({ email }: { email: string }) => {
    await change.mutateAsync({ email });
    onSent(email.trim().toLowerCase());
    onClose();
  };
  const initialValues: Record<"email", string> = { email: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <DialogFields>
        <p>{says.explanation}</p>
        <TextInput
          label={says.next}
          type="email"
          autoComplete="email"
          data-autofocus
          {...form.getInputProps("email")}
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

interface PendingProps {
  readonly email: string;
  readonly onHide: () => void;
}

const Pending = ({ email, onHide }: PendingProps) => (
  <div className={classes.pending} role="status">
    <p>{says.pending(email)}</p>
    {isDevelopment && (
      <LinkButton to="/dev/mail" search={{ filter: email }}>
        {words.checkMail.devMail}
      </LinkButton>
    )}
    <TextButton onClick={onHide}>{says.forget}</TextButton>
  </div>
);

/** The address, and the change of it that waits for the new one to confirm. */
export function EmailWay({ user }: { readonly user: CurrentSession["user"] }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  // The server tells nobody what waits: who asked here is reminded here.
  const key = `gatehouse-email-change-${user.id}`;
  const [pending, setPending, forget] = useSessionStorage<string>({ key, defaultValue: "" });
  return (
    <Way
      name={user.email}
      says={says.hint}
      below={pending !== "" && pending !== user.email && <Pending email={pending} onHide={forget} />}
    >
      <Button aria-label={says.changeTitle} onClick={open}>
        {says.change}
      </Button>
      <Dialog title={says.changeTitle} isOpen={isOpen} onClose={close}>
        <ChangeForm onSent={setPending} onClose={close} />
      </Dialog>
    </Way>
  );
}
