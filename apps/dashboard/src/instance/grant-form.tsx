import { type InstancePermission, instancePermissions } from "@gatehouse/auth";
import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { trpc } from "../api/client.ts";
import { useSession } from "../session/session.ts";
import "../ui/boxes.css";
import { DialogActions } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { instance } from "../words/instance.ts";
import { words } from "../words.ts";
import type { Subject } from "./act-dialog.tsx";
import classes from "./instance.module.css";
import { plainly } from "./plainly.ts";
import { refreshInstance } from "./queries.ts";

const says = instance.acts.grant;
const ALL = Object.keys(instancePermissions) as InstancePermission[];

interface ChoiceProps {
  readonly chosen: readonly InstancePermission[];
  readonly error: string | null;
  readonly onChoose: (chosen: readonly InstancePermission[]) => void;
}

/** What a grant may hold. Nobody gives what they lack. */
function Choice({ chosen, error, onChoose }: ChoiceProps) {
  const mine = useSession()?.instance ?? [];
  const toggle = (permission: InstancePermission) =>
    onChoose(ALL.filter((one) => (one === permission) !== chosen.includes(one)));
  return (
    <fieldset className={classes.choice}>
      <legend>{says.explanation}</legend>
      {ALL.map((permission) => {
        const isLacking = !mine.includes(permission);
        return (
          <label key={permission} data-lacking={isLacking || undefined}>
            <input
              type="checkbox"
              checked={chosen.includes(permission)}
              disabled={isLacking}
              onChange={() => toggle(permission)}
            />
            <span>
              {instancePermissions[permission].says}
              {isLacking && <small>{says.lacking}</small>}
            </span>
          </label>
        );
      })}
      <p role="alert">{error}</p>
    </fieldset>
  );
}

interface GrantFormProps {
  readonly person: Subject;
  readonly onClose: () => void;
}

/** Says what somebody may do to the installation. */
export function GrantForm({ person: { id: userId, name, permissions }, onClose }: GrantFormProps) {
  const held: readonly string[] = permissions ?? [];
  const [chosen, setChosen] = useState<readonly InstancePermission[]>(ALL.filter((one) => held.includes(one)));
  const [isMissing, setMissing] = useState(false);
  const { mutate, isPending, error } = useMutation(
    trpc.instance.grant.mutationOptions({
      onSuccess: async () => {
        onClose();
        notify(says.done(name));
        await refreshInstance();
      },
    }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(chosen.length === 0);
    if (chosen.length > 0 && !isPending) mutate({ userId, permissions: [...chosen] });
  };
  return (
    <form noValidate onSubmit={onSubmit}>
      <Choice chosen={chosen} error={isMissing && chosen.length === 0 ? says.missing : null} onChoose={setChosen} />
      <Refused refusal={plainly(error && refusalOf(error))} />
      <DialogActions>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <SubmitButton isBusy={isPending} busy={says.busy}>
          {says.submit}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
