import { passwordInput } from "@gatehouse/auth";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { onField } from "../api/field-error.ts";
import { newPasswordInput } from "../gate/new-password.ts";
import { PasswordLength } from "../gate/password-length.tsx";
import { refreshSessions } from "../sessions/queries.ts";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { PasswordField } from "../ui/password-field.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { factors } from "../words/factors.ts";
import { words } from "../words.ts";

const says = factors.password;
const schema = z.strictObject({ current: passwordInput, next: newPasswordInput });
const WRONG = "auth.credentials_wrong";

/** The form of the dialog. */
export function ChangePasswordForm({ onClose }: { readonly onClose: () => void }) {
  const change = useMutation(trpc.account.changePassword.mutationOptions());
  const send = async ({ current, next }: { current: string; next: string }) => {
    try {
      await change.mutateAsync({ currentPassword: current, newPassword: next });
    } catch (error) {
      throw onField(error, { [WRONG]: "current", password: "next" }, { [WRONG]: says.wrong });
    }
    onClose();
    notify(says.done);
    await refreshSessions();
  };
  const initialValues: Record<"current" | "next", string> = { current: "", next: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <DialogFields>
        <p>{says.explanation}</p>
        <PasswordField
          label={says.current}
          autoComplete="current-password"
          data-autofocus
          autoFocus
          description={says.forgotten}
          {...form.getInputProps("current")}
        />
        <PasswordField
          label={says.next}
          autoComplete="new-password"
          description={<PasswordLength password={form.values.next} />}
          {...form.getInputProps("next")}
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
