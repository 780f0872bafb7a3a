import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type Answers, trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { roleBook } from "../words/role-book.ts";
import { words } from "../words.ts";
import type { Named } from "./named.ts";
import { catalogueOptions, type Role, refreshRoles } from "./queries.ts";
import classes from "./roles.module.css";

const says = roleBook;

type Preview = Answers["role"]["preview"];

interface ReviewProps {
  readonly role: Role;
  readonly change: { readonly name: string; readonly named: Named };
  readonly onClose: () => void;
}

function Diff({ preview, role }: { readonly preview: Preview; readonly role: Role }) {
  const rows = [
    ...preview.wins.map((permission) => ({ permission, tone: "act", verb: says.wins }) as const),
    ...preview.loses.map((permission) => ({ permission, tone: "danger", verb: says.loses }) as const),
  ];
  const { data } = useSuspenseQuery(catalogueOptions());
  const labels = new Map(data.flatMap(({ permissions }) => permissions).map((row) => [row.permission, row.says]));
  if (rows.length === 0) return <p>{says.same}</p>;
  return (
    <>
      <ul className={classes.diff}>
        {rows.map(({ permission, tone, verb }) => (
          <li key={permission}>
            <span>
              {labels.get(permission)} <code>{permission}</code>
            </span>
            <Stamp tone={tone}>{verb}</Stamp>
          </li>
        ))}
      </ul>
      <p>{says.affected(role.members)}</p>
      {role.members > 0 && (
        <p className={classes.people}>
          {preview.items.map(({ name }) => name).join(", ")} {preview.nextCursor !== null && says.more}
        </p>
      )}
    </>
  );
}

function Review({ role, change: { name, named }, onClose }: ReviewProps) {
  const { id: organizationId } = useOrganization();
  const permissions = [...named];
  const input = { organizationId, key: role.key, permissions, limit: 10 };
  const preview = useQuery({ ...trpc.role.preview.queryOptions(input), staleTime: 0 });
  const save = useMutation(
    trpc.role.update.mutationOptions({
      onSuccess: async () => {
        await refreshRoles(organizationId);
        onClose();
        notify(says.saved(name));
      },
    }),
  );
  const onSave = () => {
    const renamed = name === role.name ? {} : { name };
    save.mutate({ organizationId, key: role.key, permissions, ...renamed });
  };
  const error = save.error ?? preview.error;
  return (
    <>
      {name !== role.name && <p>{says.renamed(role.name, name)}</p>}
      {preview.data && <Diff preview={preview.data} role={role} />}
      {preview.isPending && <p role="status">{words.common.loading}</p>}
      <Refused refusal={error && refusalOf(error)} />
      <DialogActions>
        <Button onClick={onClose}>{says.keepWriting}</Button>
        {preview.isSuccess && (
          <SubmitButton type="button" isBusy={save.isPending} busy={says.saving} onClick={onSave} autoFocus>
            {says.save}
          </SubmitButton>
        )}
      </DialogActions>
    </>
  );
}

/** What a change would do, to the role and to whoever holds it, before it is saved. */
export const ReviewDialog = ({ isOpen, ...props }: ReviewProps & { readonly isOpen: boolean }) => (
  <Dialog title={says.diffTitle(props.role.name)} isOpen={isOpen} onClose={props.onClose}>
    <Review {...props} />
  </Dialog>
);
