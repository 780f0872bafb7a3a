import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { Confirmation, Dialog, DialogActions } from "../ui/dialog.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { roleBook } from "../words/role-book.ts";
import { words } from "../words.ts";
import { type Role, refreshRoles } from "./queries.ts";

const says = roleBook.remove;

interface QuestionProps {
  readonly role: Role;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** A role that is held stays: what comes first, and where. */
const Held = ({ role: { name, members }, isOpen, onClose }: QuestionProps) => (
  <Dialog title={says.heldTitle(name)} isOpen={isOpen} onClose={onClose}>
    <p>{says.inUse(members)}</p>
    <DialogActions>
      <Button onClick={onClose} data-autofocus>
        {words.common.close}
      </Button>
      <LinkButton to="/o/$slug/members" params={{ slug: useOrganization().slug }} variant="filled">
        {says.toMembers}
      </LinkButton>
    </DialogActions>
  </Dialog>
);

function Unheld({ role: { key, name }, isOpen, onClose }: QuestionProps) {
  const { id: organizationId, slug } = useOrganization();
  const navigate = useNavigate();
  const remove = useMutation(
    trpc.role.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: "/o/$slug/roles", params: { slug } });
        notify(says.done(name));
        await refreshRoles(organizationId);
      },
    }),
  );
  return (
    <Confirmation
      says={{ ...says, title: says.title(name) }}
      isOpen={isOpen}
      isBusy={remove.isPending}
      onStay={onClose}
      onGo={() => remove.mutate({ organizationId, key })}
    >
      <p>{says.explanation}</p>
      <Refused refusal={remove.error && refusalOf(remove.error)} />
    </Confirmation>
  );
}

/** Deletes a role that nobody holds; of one that is held, says what comes first. */
export function DeleteRole({ role }: { readonly role: Role }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const Question = role.members > 0 ? Held : Unheld;
  return (
    <>
      <Button variant="subtle" color="danger" onClick={open}>
        {says.open}
      </Button>
      <Question role={role} isOpen={isOpen} onClose={close} />
    </>
  );
}
