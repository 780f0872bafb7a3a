import { nameInput } from "@gatehouse/auth";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { roleBook } from "../words/role-book.ts";
import type { Named } from "./named.ts";
import { PermissionTree } from "./permission-tree.tsx";
import { refreshRoles } from "./queries.ts";
import classes from "./roles.module.css";

const says = roleBook;
const schema = z.strictObject({ name: nameInput });
/** What everybody needs who is to find the organization at all. */
const LEAST = ["organization:read", "member:read"];

/** Makes a role of the organization's own. */
export function NewRoleForm() {
  const { id: organizationId, slug } = useOrganization();
  const navigate = useNavigate();
  const [named, setNamed] = useState<Named>(() => new Set(LEAST));
  const create = useMutation(trpc.role.create.mutationOptions());
  const send = async ({ name }: { name: string }) => {
    const made = await create.mutateAsync({ organizationId, name, permissions: [...named] });
    await refreshRoles(organizationId);
    await navigate({ to: "/o/$slug/roles", params: { slug } });
    notify(says.created(made.name));
  };
  const initialValues: Record<"name", string> = { name: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps} className={classes.form}>
      <TextInput
        className={classes.name}
        label={says.name}
        description={says.nameHint}
        autoComplete="off"
        {...form.getInputProps("name")}
      />
      <section>
        <h2 className={classes.heading}>{says.tree}</h2>
        <div className={classes.tree}>
          <PermissionTree named={named} onChange={setNamed} />
        </div>
      </section>
      <Refused refusal={refusal} />
      <div className={classes.foot}>
        <SubmitButton isBusy={isBusy} busy={says.creating} disabled={named.size === 0}>
          {says.createIt}
        </SubmitButton>
        <p role="status">{named.size === 0 && says.nothing}</p>
      </div>
    </form>
  );
}
