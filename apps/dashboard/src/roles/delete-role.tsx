import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { Confirmation } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { roleBook } from "../words/role-book.ts";
import { type Role, refreshRoles } from "./queries.ts";

const says = roleBook.remove;

/** Deletes a role that nobody holds; of one that is held, says what comes first. */
export function DeleteRole({ role: { key, name, members } }: { readonly role: Role }) {
  const { id: organizationId, slug } = useOrganization();
  const navigate = useNavigate();
  const [isAsking, question] = useDisclosure(false);
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
    <>
      <Button variant="subtle" color="danger" onClick={question.open}>
        {says.open}
      </Button>
      <Confirmation
        says={{ ...says, title: says.title(name) }}
        isOpen={isAsking}
        isBusy={remove.isPending}
        onStay={question.close}
        onGo={() => remove.mutate({ organizationId, key })}
      >
        <p>{members === 0 ? says.explanation : says.inUse(members)}</p>
        <Refused refusal={remove.error && refusalOf(remove.error)} />
      </Confirmation>
    </>
  );
}
