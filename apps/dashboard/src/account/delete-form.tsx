import { announce, type Refusal } from "@gatehouse/auth/react";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { z } from "zod";
import { queryClient, trpc } from "../api/client.ts";
import { useSession } from "../session/session.ts";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import classes from "./account.module.css";

const says = words.account.leave;

/** Why an account cannot go: organizations that would be left without an owner. */
function Owned({ refusal }: { readonly refusal: Refusal | null }) {
  const organizations = useSession()?.organizations ?? [];
  const owned = organizations.filter(({ id }) => refusal?.organizationIds.includes(id));
  if (owned.length === 0) return <Refused refusal={refusal} />;
  return (
    <div role="alert" className={classes.pending}>
      <div>
        <p>{says.soleOwner}</p>
        <ul className={classes.owned}>
          {owned.map(({ id, slug, name }) => (
            <li key={id}>
              <Link to="/o/$slug/members" params={{ slug }}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

interface DeleteFormProps {
  readonly email: string;
  readonly onClose: () => void;
}

/** Says what leaving means, and asks for the address. */
export function DeleteForm({ email, onClose }: DeleteFormProps) {
  const router = useRouter();
  const remove = useMutation(trpc.account.delete.mutationOptions());
  const schema = z.strictObject({
    confirm: z.string().refine((typed) => typed.trim().toLowerCase() === email, says.wrong),
  });
  const send = async ({ confirm }: { confirm: string }) => {
    const { erasesAt } = await remove.mutateAsync({ confirm });
    await router.navigate({ to: "/sign-in", search: { reason: "leaving" }, state: { erasesAt }, ignoreBlocker: true });
    announce("signedOut");
    queryClient.clear();
  };
  const initialValues: Record<"confirm", string> = { confirm: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <ol className={classes.steps}>
        {says.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <DialogFields>
        <TextInput
          label={says.confirm(email)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          autoFocus
          {...form.getInputProps("confirm")}
        />
        <Owned refusal={refusal} />
      </DialogFields>
      <DialogActions>
        <Button onClick={onClose}>{says.stay}</Button>
        <SubmitButton color="danger" isBusy={isBusy} busy={says.busy}>
          {says.submit}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
