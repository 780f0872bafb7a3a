import { TextInput } from "@mantine/core";
import { useState } from "react";
import { SubmitButton } from "../ui/submit-button.tsx";
import { roleBook } from "../words/role-book.ts";
import { isSame, type Named } from "./named.ts";
import { PermissionTree } from "./permission-tree.tsx";
import type { Role } from "./queries.ts";
import { ReviewDialog } from "./review-dialog.tsx";
import classes from "./roles.module.css";

const says = roleBook;

/** Changes a role of the organization's own: nothing is saved before it was seen what that does, and to whom. */
export function RoleEditor({ role }: { readonly role: Role }) {
  const [name, setName] = useState(role.name);
  const [named, setNamed] = useState<Named>(() => new Set(role.permissions));
  const [isReviewing, setReviewing] = useState(false);
  const isChanged = name.trim() !== role.name || !isSame(named, new Set(role.permissions));
  const fault = named.size === 0 ? says.nothing : undefined;
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && fault === undefined) setReviewing(true);
      }}
    >
      <TextInput
        className={classes.name}
        label={says.name}
        description={says.nameHint}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <section>
        <h2 className={classes.heading}>{says.tree}</h2>
        <div className={classes.tree}>
          <PermissionTree named={named} onChange={setNamed} />
        </div>
      </section>
      <div className={classes.foot}>
        <SubmitButton isBusy={false} busy={says.saving} disabled={!isChanged || fault !== undefined}>
          {says.review}
        </SubmitButton>
        <p role="status">{fault ?? (isChanged ? null : says.unchanged)}</p>
      </div>
      <ReviewDialog
        role={role}
        change={{ name: name.trim(), named }}
        isOpen={isReviewing}
        onClose={() => setReviewing(false)}
      />
    </form>
  );
}

/** A role that this person may not change, and why. */
export const RoleReader = ({ role, why }: { readonly role: Role; readonly why: string }) => (
  <div className={classes.form}>
    <p className={classes.note}>{why}</p>
    <section>
      <h2 className={classes.heading}>{says.tree}</h2>
      <div className={classes.tree}>
        <PermissionTree named={new Set(role.permissions)} />
      </div>
    </section>
  </div>
);
